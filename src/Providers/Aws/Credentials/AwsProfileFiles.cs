using SecretsKit.Platform;
using SecretsKit.Providers.Aws.Calls;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// The profiles of a user: <c>~/.aws/config</c> and <c>~/.aws/credentials</c>, or what <c>AWS_CONFIG_FILE</c> and
/// <c>AWS_SHARED_CREDENTIALS_FILE</c> name. Files that are missing hold nothing; the credentials file goes over the other.
/// </summary>
internal sealed class AwsProfileFiles
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Dictionary<string, AwsProfile> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AwsProfile> _sessions = new(StringComparer.Ordinal);

    /// <summary>Reads the files.</summary>
    public static AwsProfileFiles Read(HostEnvironment environment)
    {
        var files = new AwsProfileFiles();
        files.Add(environment, "AWS_CONFIG_FILE", "config", isConfig: true);
        files.Add(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials", isConfig: false);
        return files;
    }

    /// <summary>A profile, or null.</summary>
    public AwsProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>A section <c>sso-session</c>, or null.</summary>
    public AwsProfile? FindSession(string name) => _sessions.GetValueOrDefault(name);

    /// <summary>A path of a setting, where <c>~/</c> is the home folder.</summary>
    public static string Resolve(HostEnvironment environment, string path) => environment.ResolvePath(
        path.StartsWith("~/", StringComparison.Ordinal) && environment.HomeDirectory is { } home ? Path.Combine(home, path[2..]) : path);

    private void Add(HostEnvironment environment, string variable, string name, bool isConfig)
    {
        var path = AwsRegions.Nonempty(environment, variable) is { } named ? Resolve(environment, named)
            : environment.HomeDirectory is { } home ? Path.Combine(home, ".aws", name) : "";
        byte[]? content;
        try
        {
            content = File.Exists(path) ? SecretFile.Read(path, MaxBytes) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of("profile", $"{SecretFile.Explain(path, failure)}", $"'ls -l' shows who may read the file");
        }

        if (content is null)
        {
            throw CredentialFailure.Of("profile", $"{path} is larger than {MaxBytes} bytes");
        }

        AwsProfile? section = null;
        foreach (var line in System.Text.Encoding.UTF8.GetString(content).Split('\n'))
        {
            section = ReadLine(line.TrimEnd('\r'), section, isConfig);
        }
    }

    private AwsProfile? ReadLine(string line, AwsProfile? section, bool isConfig)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] is '#' or ';')
        {
            return section;
        }

        if (text[0] == '[')
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? null : Section(text[1..end].Trim(), isConfig);
        }

        // Lines that are moved to the right belong to the setting above, which none of ours needs.
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (section is not null && equals > 0 && !char.IsWhiteSpace(line[0]))
        {
            section.Set(text[..equals].Trim(), WithoutComment(text[(equals + 1)..]).Trim());
        }

        return section;
    }

    private AwsProfile? Section(string title, bool isConfig)
    {
        var words = title.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["sso-session", var session] when isConfig => Get(_sessions, session),
            ["profile", var profile] when isConfig => Get(_profiles, profile.Trim('"', '\'')),
            ["default"] => Get(_profiles, "default"),
            [var profile] when !isConfig => Get(_profiles, profile),
            _ => null,
        };
    }

    private static AwsProfile Get(Dictionary<string, AwsProfile> sections, string name)
    {
        if (!sections.TryGetValue(name, out var section))
        {
            sections[name] = section = new(name);
        }

        return section;
    }

    private static string WithoutComment(string value)
    {
        var at = ((int[])[value.IndexOf(" #", StringComparison.Ordinal), value.IndexOf(" ;", StringComparison.Ordinal)])
            .Where(static index => index >= 0).DefaultIfEmpty(-1).Min();
        return at < 0 ? value : value[..at];
    }
}
