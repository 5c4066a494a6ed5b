//! Stateful simulator of Facebook login and the WhatsApp part of the Graph API
