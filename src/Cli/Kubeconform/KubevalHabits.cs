namespace SecretsKit.Cli.Kubeconform;

/// <summary>What people write who know kubeval, the program before kubeconform.</summary>
internal static class KubevalHabits
{
    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        ["skip-kinds"] = "-skip KIND,KIND leaves kinds out",
        ["reject-kinds"] = "-reject KIND,KIND refuses kinds",
        ["additional-schema-locations"] = "-schema-location may be repeated: the first location that has a schema counts",
        ["filename"] = "files are named without a flag: -summary FILE FILE",
        ["f"] = "files are named without a flag: -summary FILE FILE",
        ["directories"] = "folders are named without a flag, behind all flags",
        ["d"] = "folders are named without a flag, behind all flags",
        ["ignored-path-patterns"] = "-ignore-filename-pattern REGEXP leaves files out",
        ["ignored-filename-patterns"] = "-ignore-filename-pattern REGEXP leaves files out",
        ["i"] = "-ignore-filename-pattern REGEXP leaves files out",
        ["o"] = "-output json, junit, pretty, tap or text",
        ["quiet"] = "leave it out: only failures are printed without -verbose",
        ["force-color"] = "-output pretty is always in colour",
        ["openshift"] = "-schema-location names the folder or URL of OpenShift's schemas",
        ["version"] = "-v prints the version",
    };

    /// <summary>What is written here instead of a flag of kubeval's, or null.</summary>
    /// <param name="complaint">What the parser says of it.</param>
    public static string? Hint(string complaint)
    {
        const string Unknown = "flag provided but not defined: -";
        return complaint.StartsWith(Unknown, StringComparison.Ordinal) ? Flags.GetValueOrDefault(complaint[Unknown.Length..]) : null;
    }
}
