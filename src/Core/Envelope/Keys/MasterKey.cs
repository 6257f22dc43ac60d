namespace SecretsKit.Core.Envelope.Keys;

/// <summary>The public description of a key that wraps data keys. Data only: no client, no credential, no secret.</summary>
public abstract record MasterKey(KeyType Type)
{
    /// <summary>The text that names the key in errors, in key differences and when a key is removed (spec sops.md 7.1).</summary>
    public abstract string Id { get; }
}

/// <summary>An age recipient: native, SSH authorized-key line, hybrid or plugin.</summary>
/// <param name="Recipient">The recipient's text, trimmed.</param>
public sealed record AgeMasterKey(string Recipient) : MasterKey(KeyType.Age)
{
    /// <inheritdoc/>
    public override string Id => Recipient;
}

/// <summary>An OpenPGP key.</summary>
/// <param name="Fingerprint">Without spaces; a trailing <c>!</c> pins the exact subkey.</param>
public sealed record PgpMasterKey(string Fingerprint) : MasterKey(KeyType.Pgp)
{
    /// <inheritdoc/>
    public override string Id => Fingerprint;
}
