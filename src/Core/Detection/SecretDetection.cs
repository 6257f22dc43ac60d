namespace SecretsKit.Core.Detection;

/// <summary>What was found in plain text.</summary>
public enum SecretKind
{
    /// <summary>A value whose name says that it is a secret.</summary>
    NamedValue,

    /// <summary>A password that everybody knows, such as <c>changeme</c>: no leak, and no protection either.</summary>
    DefaultPassword,

    /// <summary>A private key or an age identity.</summary>
    PrivateKey,

    /// <summary>A text in the format of a provider's tokens.</summary>
    Token,

    /// <summary>A password inside a URL or a connection string.</summary>
    ConnectionString,

    /// <summary>A value that looks drawn at random, whatever its name.</summary>
    RandomValue,

    /// <summary>A value of a Kubernetes Secret.</summary>
    ManifestValue,
}

/// <summary>A secret in plain text: where and what, never the text itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="What">In words, with the length where that helps: <c>GitHub token</c>, <c>16 characters</c>.</param>
/// <param name="Name">The path of the value's name, such as <c>database.users[0].password</c>; empty where it has none.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column from 1, in characters.</param>
public sealed record SecretDetection(SecretKind Kind, string What, string Name, int Line, int Column)
{
    /// <summary>Whether hardly anything else can be meant; otherwise somebody should look.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>The line on which the value begins, where that is another one: a comment there counts, too.</summary>
    public int ValueLine { get; init; } = Line;
}

/// <summary>How a text is taken apart.</summary>
public enum TextShape
{
    /// <summary>Text of any kind: only formats that speak for themselves are looked for.</summary>
    Text,

    /// <summary>YAML or JSON; what does not parse, such as templates, is read line by line.</summary>
    Structured,

    /// <summary>Lines of names and values: dotenv, INI, properties, TOML.</summary>
    Assignments,
}
