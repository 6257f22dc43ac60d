using SecretsKit.Platform;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>Where configuration files are looked for.</summary>
internal static class ConfigurationFiles
{
    private const string FolderVariable = "CT_CONFIG_DIR";

    /// <summary>The names of the configuration of a run.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ct.json", "ct.toml", "ct.yaml", "ct.yml"];

    /// <summary>The absolute path of the first file of some names that there is, or null.</summary>
    public static string? Find(HostEnvironment environment, IReadOnlyList<string> names)
    {
        var found = Folders(environment).SelectMany(folder => names.Select(name => Joined(folder, name)))
            .FirstOrDefault(file => File.Exists(environment.ResolvePath(file)));
        return found is null ? null : environment.CleanPath(found);
    }

    /// <summary>A file that rules are in: where it is, or where <c>CT_CONFIG_DIR</c> says, or null.</summary>
    public static string? FindRules(HostEnvironment environment, string name) =>
        environment.Variable(FolderVariable) is { Length: > 0 } only ? Joined(only, name)
        : Folders(environment).Select(folder => Joined(folder, name))
            .FirstOrDefault(file => File.Exists(environment.ResolvePath(file)));

    /// <summary>Why a file cannot be read, in the words of the system.</summary>
    public static string CauseOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        UnauthorizedAccessException => "permission denied",
        _ => "input/output error",
    };

    private static IEnumerable<string> Folders(HostEnvironment environment)
    {
        if (environment.Variable(FolderVariable) is { Length: > 0 } only)
        {
            return [only];
        }

        var home = environment.Variable("HOME");
        return [".", ".ct", .. home is { Length: > 0 } ? (string[])[Joined(home, ".ct")] : [], "/usr/local/etc/ct", "/etc/ct"];
    }

    private static string Joined(string folder, string name) => folder == "." ? name : $"{folder.TrimEnd('/')}/{name}";
}
