namespace SecretsKit.Core.Envelope.Config;

/// <summary>What a field of <c>.sops.yaml</c> takes.</summary>
public enum ConfigFieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Truth,

    /// <summary>A text with commas, or a list of texts.</summary>
    TextOrList,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>A map of texts under any names.</summary>
    TextMap,

    /// <summary>A map of fields.</summary>
    Map,

    /// <summary>A list of maps of fields.</summary>
    MapList,
}

/// <summary>A field of <c>.sops.yaml</c>: for what is warned of, for editors, and for the reference.</summary>
/// <param name="Name">As written.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="About">What it is for, in a sentence without a full stop.</param>
public sealed record ConfigField(string Name, ConfigFieldKind Kind, string About)
{
    /// <summary>The fields of a map, or of each map of a list. They may hold the field itself. Default: none.</summary>
    public Func<IReadOnlyList<ConfigField>> Fields { get; init; } = static () => [];

    /// <summary>Whether the field must be there. Default: no.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What the kind is called in messages.</summary>
    public string KindText => Kind switch
    {
        ConfigFieldKind.Text => "a text",
        ConfigFieldKind.Number => "a whole number",
        ConfigFieldKind.Truth => "true or false",
        ConfigFieldKind.TextOrList => "a text with commas or a list of texts",
        ConfigFieldKind.TextList => "a list of texts",
        ConfigFieldKind.TextMap => "a map of texts",
        ConfigFieldKind.Map => "a map",
        _ => "a list of maps",
    };
}
