namespace SecretsKit.Platform.Terminal;

/// <summary>What a piece of text means to its reader; the terminal decides how that looks.</summary>
public enum TextStyle
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>A heading or a name to find again: bold.</summary>
    Strong,

    /// <summary>Less important: dim.</summary>
    Quiet,

    /// <summary>Done, added: green.</summary>
    Good,

    /// <summary>To be looked at: yellow.</summary>
    Warning,

    /// <summary>Failed, removed: red.</summary>
    Bad,
}
