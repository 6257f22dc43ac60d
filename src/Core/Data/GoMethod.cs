namespace SecretsKit.Core.Data;

/// <summary>A method of a <see cref="GoObject"/>, as the template engine can call it. Data alone never calls one.</summary>
public abstract record GoMethod;
