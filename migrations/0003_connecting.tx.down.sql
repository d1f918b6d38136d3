-- Back to the directory: connectors go, with all that they counted.
DROP TABLE connector_wishes, conversation_counts, conversation_leads, conversations, connector_invites, connector_streets, connectors, connector_kinds;
DROP FUNCTION conversations_count(), month_of(date);
