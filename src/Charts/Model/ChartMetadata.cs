namespace SecretsKit.Charts.Model;

/// <summary>The fields of Chart.yaml (spec helm.md 1.1). Empty where absent.</summary>
public sealed record ChartMetadata
{
    /// <summary><c>v1</c> or <c>v2</c>; <c>v1</c> where absent.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The name; for an aliased dependency its alias.</summary>
    public string Name { get; init; } = "";

    /// <summary>A semantic version, loosely.</summary>
    public string Version { get; init; } = "";

    /// <summary>A constraint on the cluster's version.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>One sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>application</c>, <c>library</c>, or empty, which means the former.</summary>
    public string Type { get; init; } = "";

    /// <summary>Home page.</summary>
    public string Home { get; init; } = "";

    /// <summary>A URL.</summary>
    public string Icon { get; init; } = "";

    /// <summary>Of the application inside.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>Legacy; informational at the top level.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Legacy; informational at the top level.</summary>
    public string Tags { get; init; } = "";

    /// <summary>Whether a warning is due.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Null where absent.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>URLs; null where absent.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Null where absent; an empty entry of the list is null.</summary>
    public IReadOnlyList<ChartMaintainer?>? Maintainers { get; init; }

    /// <summary>Declared subcharts; null where absent; an empty entry of the list is null.</summary>
    public IReadOnlyList<ChartDependency?>? Dependencies { get; init; }

    /// <summary>Free keys, sorted; null where absent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Annotations { get; init; }

    /// <summary>Whether this is a library chart, which renders nothing.</summary>
    public bool IsLibrary => Type == "library";
}

/// <summary>Who looks after a chart.</summary>
/// <param name="Name">A person.</param>
/// <param name="Email">An address.</param>
/// <param name="Url">A page.</param>
public sealed record ChartMaintainer(string Name, string Email, string Url);

/// <summary>A declared subchart (spec helm.md 3.1).</summary>
public sealed record ChartDependency
{
    /// <summary>Its chart's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>A constraint.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where it comes from.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Paths of values, separated by commas; the first that holds a bool decides.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Names under <c>tags</c> that enable it together with others.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What of its values is lifted into the parent's.</summary>
    public IReadOnlyList<ValueImport> ImportValues { get; init; } = [];

    /// <summary>The name it goes by here, or empty.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Whether the file or an earlier run says that it is enabled.</summary>
    public bool Enabled { get; init; }
}

/// <summary>One entry of <c>import-values</c>.</summary>
/// <param name="Child">A path in the child's values; for the short form the word after <c>exports.</c>.</param>
/// <param name="Parent">A path in the parent's values, <c>.</c> for its root; null for the short form.</param>
public sealed record ValueImport(string Child, string? Parent);
