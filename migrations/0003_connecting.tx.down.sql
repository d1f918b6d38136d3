-- Back to the directory: connectors go, with all that they counted.
DROP TABLE connector_wishes, conversations, connector_invites, connectors, connector_kinds;
