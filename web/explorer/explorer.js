// The API explorer of development: GraphiQL on our own /graphql, with the cookie of whoever is signed in.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";

const welcome = `# Whoever is signed in at this address asks here too. Ctrl-Enter runs the query.
{
  districts {
    name
    towns { id name }
  }
}
`;

createRoot(document.getElementById("explorer")).render(
  createElement(GraphiQL, { fetcher: createGraphiQLFetcher({ url: "/graphql" }), defaultQuery: welcome }),
);
