// The API explorer of development: GraphiQL on our own /graphql, with the cookie of whoever is signed in.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { getOperationAST } from "graphql";
import "graphiql/style.css";

const welcome = `# Whoever is signed in at this address asks here too. Ctrl-Enter runs the query.
{
  districts {
    name
    towns { id name }
  }
}
`;

const plain = createGraphiQLFetcher({ url: "/graphql" });

// news reads a subscription: events of the server, until it says that they are complete.
async function* news(params) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(params),
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const data = event.match(/^data: ?(.+)$/m);
      if (data) yield JSON.parse(data[1]);
    }
  }
}

const fetcher = (params, options) =>
  options?.documentAST && getOperationAST(options.documentAST, params.operationName)?.operation === "subscription" ? news(params) : plain(params, options);

createRoot(document.getElementById("explorer")).render(
  createElement(GraphiQL, { fetcher, defaultQuery: welcome }),
);
