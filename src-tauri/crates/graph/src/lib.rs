//! OAuth and Graph API client: the only place that spells a Graph path
