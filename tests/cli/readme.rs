//! Every example of the README is what the tool does.
