using System.Collections;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform;

/// <summary>
/// What one run sees of the machine around it: environment variables, working directory and the folders derived from them.
/// Immutable and passed on as a parameter, so that many runs with different environments share one process. Safe on all threads.
/// </summary>
public sealed class HostEnvironment
{
    private readonly string? _accountHome;
    private readonly string[] _withheld;
    private readonly IReadOnlyDictionary<string, ByteString> _lossy;

    /// <summary>Copies <paramref name="variables"/>; later changes to them are not seen.</summary>
    /// <param name="variables">Names and values. Names are compared as the platform does: by bytes, on Windows without case.</param>
    /// <param name="workingDirectory">An absolute path; relative paths are resolved against it.</param>
    /// <param name="accountHome">The home folder that the user database names, used only where HOME says nothing; null if unknown.</param>
    /// <exception cref="ArgumentException"><paramref name="workingDirectory"/> is not absolute.</exception>
    public HostEnvironment(IEnumerable<KeyValuePair<string, string>> variables, string workingDirectory, string? accountHome = null)
        : this(variables, workingDirectory, accountHome, [], new Dictionary<string, ByteString>())
    {
    }

    private HostEnvironment(
        IEnumerable<KeyValuePair<string, string>> variables,
        string workingDirectory,
        string? accountHome,
        string[] withheld,
        IReadOnlyDictionary<string, ByteString> lossy)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (!Path.IsPathFullyQualified(workingDirectory))
        {
            throw new ArgumentException("the working directory must be an absolute path", nameof(workingDirectory));
        }

        Variables = new Dictionary<string, string>(
            variables, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        WorkingDirectory = workingDirectory;
        _accountHome = accountHome;
        _withheld = withheld;
        _lossy = lossy;
    }

    /// <summary>All variables. May hold secrets: never print it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Absolute, as given; not resolved further.</summary>
    public string WorkingDirectory { get; }

    /// <summary>
    /// HOME (USERPROFILE on Windows) if set and not empty, else the home folder of the account, else <see langword="null"/>.
    /// </summary>
    public string? HomeDirectory => Nonempty(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? _accountHome;

    /// <summary>
    /// TMPDIR (TMP, then TEMP on Windows) if set and not empty, else <c>/tmp</c>. Plaintext goes there only by explicit permission.
    /// </summary>
    public string TempDirectory => OperatingSystem.IsWindows()
        ? Nonempty("TMP") ?? Nonempty("TEMP") ?? @"C:\Windows\Temp"
        : Nonempty("TMPDIR") ?? "/tmp";

    /// <summary>
    /// Where a user's configuration lives: XDG_CONFIG_HOME, else <c>~/.config</c> (Linux, BSD) or
    /// <c>~/Library/Application Support</c> (macOS); %AppData% on Windows. <see langword="null"/> if none is known. The
    /// rule is that of sops 3.13 for its age key file.
    /// </summary>
    public string? UserConfigDirectory
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return Nonempty("AppData");
            }

            if (Nonempty("XDG_CONFIG_HOME") is { } configured)
            {
                return configured;
            }

            return HomeDirectory is { } home
                ? Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Application Support" : ".config")
                : null;
        }
    }

    /// <summary>The variables, directory and account of this process. For the composition root alone.</summary>
    public static HostEnvironment FromProcess()
    {
#pragma warning disable RS0030 // The one place that reads the process; everything else receives the result.
        var entries = Environment.GetEnvironmentVariables();
        var directory = Environment.CurrentDirectory;
#pragma warning restore RS0030
        var variables = new Dictionary<string, string>(entries.Count);
        foreach (DictionaryEntry entry in entries)
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        // The base library asks HOME first and the user database second; the latter is what is wanted here, and only when HOME is silent.
        var home = variables.TryGetValue("HOME", out var set) && set.Length > 0
            ? null
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var lossy = !OperatingSystem.IsWindows() && variables.Values.Any(RawEnvironment.MayBeLossy) ? RawEnvironment.ReadLossyValues() : [];
        return new HostEnvironment(variables, directory, string.IsNullOrEmpty(home) ? null : home, [], lossy);
    }

    /// <summary>The value of <paramref name="name"/>, which may be empty, or <see langword="null"/> if it is not set.</summary>
    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    /// <summary>
    /// An absolute path for opening. <c>..</c> stays in it, because behind a symbolic link only the kernel knows where it leads.
    /// An empty path stays empty and thus names nothing.
    /// </summary>
    public string ResolvePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? path : Path.Combine(WorkingDirectory, path);
    }

    /// <summary>
    /// An absolute path with <c>.</c> and <c>..</c> removed by the text alone, as Go's
    /// <c>filepath.Abs</c>; for messages and for matching rules.
    /// </summary>
    public string CleanPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = path.Length == 0 ? WorkingDirectory : Path.GetFullPath(path, WorkingDirectory);
        return Path.TrimEndingDirectorySeparator(full);
    }

    /// <summary>The same environment in another directory.</summary>
    public HostEnvironment WithWorkingDirectory(string workingDirectory) =>
        new(Variables, workingDirectory, _accountHome, _withheld, _lossy);

    /// <summary>The same environment with variables added or replaced; a null value removes the variable.</summary>
    public HostEnvironment WithVariables(IEnumerable<KeyValuePair<string, string?>> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var variables = new Dictionary<string, string>(Variables);
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                variables.Remove(name);
            }
            else
            {
                variables[name] = value;
            }
        }

        return new HostEnvironment(variables, WorkingDirectory, _accountHome, _withheld, _lossy);
    }

    /// <summary>
    /// The same environment, of which child processes do not inherit these variables: they hold secrets that are meant for us alone.
    /// </summary>
    public HostEnvironment Withholding(params string[] names) =>
        new(Variables, WorkingDirectory, _accountHome, [.. _withheld, .. names], _lossy);

    /// <summary>The same environment, of which child processes inherit these variables after all.</summary>
    public HostEnvironment HandingOn(params string[] names) =>
        new(Variables, WorkingDirectory, _accountHome, [.. _withheld.Except(names)], _lossy);

    /// <summary>The variables that child processes inherit.</summary>
    internal IReadOnlyDictionary<string, string> Inherited => _withheld.Any(Variables.ContainsKey)
        ? Variables.Where(pair => !_withheld.Contains(pair.Key)).ToDictionary()
        : Variables;

    /// <summary>
    /// Those of them whose values are not UTF-8, with the bytes that <see cref="Variables"/> has lost; to be put over the others.
    /// </summary>
    internal IEnumerable<KeyValuePair<string, ByteString>> InheritedBytes =>
        _lossy.Where(pair => Inherited.TryGetValue(pair.Key, out var text) && text == Encoding.UTF8.GetString(pair.Value.Span));

    /// <summary>The directory, never a variable.</summary>
    public override string ToString() => $"HostEnvironment({WorkingDirectory})";

    private string? Nonempty(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
