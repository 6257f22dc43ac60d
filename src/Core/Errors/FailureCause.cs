namespace SecretsKit.Core.Errors;

/// <summary>
/// Why something failed, as data: a record of each layer with an enum and its subject (file, position, path, name, key). Hints and reports
/// switch on it and never read a message. Nothing in it is secret: keys and names, never values.
/// </summary>
public abstract record FailureCause;
