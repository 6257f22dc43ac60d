using System.Text;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;

namespace SecretsKit.Cli.ChartTesting.Settings;

/// <summary>Reads the value of a key: a flag that was given, a variable, the configuration file, the flag's default.</summary>
internal sealed class SettingsReader
{
    private readonly HostEnvironment _environment;
    private readonly FlagTable _table;
    private readonly ParsedFlags _flags;
    private readonly MapValue? _file;

    /// <summary>Reads the configuration file that there is.</summary>
    /// <exception cref="SecretsKitException">It cannot be read; in the reference's words.</exception>
    public SettingsReader(HostEnvironment environment, FlagTable table, ParsedFlags flags)
    {
        (_environment, _table, _flags) = (environment, table, flags);
        File = flags.Text(ChartTestingFlags.Config) is { Length: > 0 } named ? named
            : Variable(ChartTestingFlags.Config) is { Length: > 0 } variable ? variable
            : ConfigurationFiles.Find(environment, ConfigurationFiles.Names);
        _file = File is null ? null : Read(File);
    }

    /// <summary>The configuration file, or null.</summary>
    public string? File { get; }

    /// <summary>A text.</summary>
    public string Text(Flag flag) => Given(flag) ?? (Configured(flag) is [var first, ..] ? first : Usual(flag));

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(Flag flag) => GoBool.TryParse(Text(flag), out var on) && on;

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> List(Flag flag) =>
        IsKnown(flag) && _flags.IsGiven(flag) ? _flags.List(flag)
        : IsKnown(flag) && Variable(flag) is { Length: > 0 } variable ? variable.Split(',')
        : Configured(flag) ?? (Usual(flag) is { Length: > 0 } usual ? [usual] : []);

    /// <summary>A duration.</summary>
    public TimeSpan Duration(Flag flag) => GoDuration.TryParse(Text(flag), out TimeSpan duration) ? duration
        : throw new SecretsKitException(ErrorCode.Usage, $"{flag.Name}: {GoQuote.Format(Text(flag))} is no duration, such as 30s");

    private string? Given(Flag flag) =>
        !IsKnown(flag) ? null : _flags.IsGiven(flag) ? _flags.Text(flag) : Variable(flag) is { Length: > 0 } variable ? variable : null;

    private bool IsKnown(Flag flag) => _table.Flags.Contains(flag);

    // These two have their defaults in all commands.
    private string Usual(Flag flag) =>
        IsKnown(flag) || flag == ChartTestingFlags.KubectlTimeout || flag == ChartTestingFlags.PrintLogs ? flag.Default : "";

    private string? Variable(Flag flag) =>
        _environment.Variable("CT_" + flag.Name.Replace('-', '_').ToUpperInvariant());

    private IReadOnlyList<string>? Configured(Flag flag)
    {
        if (_file is null || !_file.TryGet(new ByteString(Encoding.UTF8.GetBytes(flag.Name)), out var value) || value.IsNil)
        {
            return null;
        }

        if (value.AsList is { } list)
        {
            var items = new List<string>();
            foreach (var item in list.Items)
            {
                items.Add(ScalarOf(flag, item));
            }

            return items;
        }

        var text = ScalarOf(flag, value);
        return flag.Kind == FlagKind.CommaList ? text.Split(',') : [text];
    }

    private string ScalarOf(Flag flag, Value value) =>
        value.IsString ? Encoding.UTF8.GetString(value.StringBytes)
        : value.AsMap is null && value.AsList is null ? ScalarText(value)
        : throw Unreadable($"{File}: {flag.Name} is neither a value nor a list of values");

    private static string ScalarText(Value value) => value.Kind switch
    {
        GoKind.Bool => value.Boolean ? "true" : "false",
        GoKind.Float64 => value.Float64.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private MapValue? Read(string file)
    {
        byte[] text;
        try
        {
            text = System.IO.File.ReadAllBytes(_environment.ResolvePath(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable($"open {file}: {ConfigurationFiles.CauseOf(failure)}");
        }

        return file.EndsWith(".toml", StringComparison.Ordinal) ? FlatToml.Read(Encoding.UTF8.GetString(text), file) : Parse(file, text);
    }

    private static MapValue? Parse(string file, byte[] text)
    {
        Value value;
        try
        {
            value = KubernetesYaml.Read(text, new());
        }
        catch (SecretsKitException failure)
        {
            throw Unreadable(
                "While parsing config: " + failure.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal));
        }

        return value.IsNil ? null : value.AsMap ?? throw Unreadable($"{file} is no map of settings");
    }

    /// <summary>A configuration file that cannot be used.</summary>
    public static SecretsKitException Unreadable(string problem) =>
        new(ErrorCode.MalformedConfig, $"failed loading config file: {problem:lines}");
}
