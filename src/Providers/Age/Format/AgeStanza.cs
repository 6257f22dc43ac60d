namespace SecretsKit.Providers.Age.Format;

/// <summary>One entry of an age header: the file key as one recipient wrapped it, or anything else that an identity may know.</summary>
internal sealed class AgeStanza(string type, IReadOnlyList<string> arguments, byte[] body)
{
    /// <summary>The first word, printable ASCII; identities pass over types that they do not know.</summary>
    public string Type { get; } = type;

    /// <summary>The words after the type, printable ASCII.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>The decoded body.</summary>
    public byte[] Body { get; } = body;

    /// <summary>The type alone.</summary>
    public override string ToString() => $"AgeStanza({Type})";
}
