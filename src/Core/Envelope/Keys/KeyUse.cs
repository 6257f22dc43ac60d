namespace SecretsKit.Core.Envelope.Keys;

/// <summary>What a master key was used for.</summary>
public enum KeyOperation
{
    /// <summary>Encrypting a data key or a share of one.</summary>
    Wrap,

    /// <summary>Decrypting it.</summary>
    Unwrap,
}

/// <summary>One attempt to use a master key; every part of it is safe to print.</summary>
/// <param name="Key">The master key.</param>
/// <param name="Operation">What was attempted.</param>
/// <param name="Succeeded">How it ended.</param>
public readonly record struct KeyUse(MasterKey Key, KeyOperation Operation, bool Succeeded);
