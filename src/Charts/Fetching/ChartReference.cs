namespace SecretsKit.Charts.Fetching;

/// <summary>Which chart is meant, and where it is looked for.</summary>
/// <param name="Name">A path, a URL, or a name in a repository.</param>
public sealed record ChartReference(string Name)
{
    /// <summary>The URL of the repository to look the chart up in; empty for none, the default.</summary>
    public string Repository { get; init; } = "";

    /// <summary>The version, or a range of versions, to look for in the repository; empty, the default, for the newest.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether prereleases are taken where no version is given. Default false.</summary>
    public bool TakesPrereleases { get; init; }

    /// <summary>Whether the chart's signature is to be checked, which is refused. Default false.</summary>
    public bool ChecksSignature { get; init; }

    /// <summary>How the server of the chart is reached. Default: nothing is said of it.</summary>
    public ServerAccess Server { get; init; } = new();
}
