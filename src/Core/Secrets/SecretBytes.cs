namespace SecretsKit.Core.Secrets;

/// <summary>Any secret that is neither a data key nor a part of one: private scalars, file keys, passphrases.</summary>
public sealed class SecretBytes : PinnedSecret
{
    /// <summary>Copies <paramref name="source"/>, which stays the caller's to wipe.</summary>
    public SecretBytes(ReadOnlySpan<byte> source)
        : base(source)
    {
    }

    private SecretBytes(int length)
        : base(length)
    {
    }

    /// <summary>Makes a secret of <paramref name="length"/> bytes which <paramref name="fill"/> writes in place.</summary>
    public static SecretBytes Create<TState>(int length, TState state, System.Buffers.SpanAction<byte, TState> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var secret = new SecretBytes(length);
        fill(secret.Writable, state);
        return secret;
    }
}
