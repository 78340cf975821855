"""The form on the screen: as it looks in Excel, with what the audit says beside its cells."""
