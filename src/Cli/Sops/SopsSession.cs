using SecretsKit.Cli.Auditing;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Sops;

/// <summary>What the flags before a sops command settle for all of them.</summary>
internal sealed class SopsSession(CliHost host, ParsedFlags globals)
{
    private (string? Path, bool IsKnown) _configPath;
    private (SopsConfig? Config, bool IsLoaded) _config;

    /// <summary>Streams and environment.</summary>
    public CliHost Host { get; } = host;

    /// <summary>The reference's log lines.</summary>
    public SopsLog Log { get; private set; } = new(host);

    /// <summary>Where uses of files are recorded. Lent.</summary>
    public AuditLog Audit { get; set; } = AuditLog.None;

    /// <summary>The flags given before the command.</summary>
    public ParsedFlags Globals { get; } = globals;

    /// <summary>Logs steps that succeed, too. To be called before the command begins.</summary>
    public void LogSteps() => Log = new(Host, isVerbose: true);

    /// <summary>What the program ends with when no failure is reported: the status of the command that was run, if one was.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Success;

    /// <summary>Takes over how a command ended, and says so as the reference does.</summary>
    public void End(ChildEnd end)
    {
        ExitCode = ExitCodes.For(Dialect.Sops, end);
        if (!end.Succeeded && end.Text.Length > 0)
        {
            Host.WriteErrorLine(end.Text);
        }
    }

    /// <summary>
    /// The keys of this machine, unless they are switched off, then those of others, by the command's flags or by those before it.
    /// </summary>
    public KeyRing KeyRing(ParsedFlags flags) => Host.KeyRingFor(new()
    {
        Local = Setting(flags, SopsFlags.LocalKeyService).IsOn(SopsFlags.LocalKeyService),
        Remote = Setting(flags, SopsFlags.KeyService).List(SopsFlags.KeyService),

        // The reference shows messages of age plugins only among its steps. Here the flag is enough, in every command.
        PluginMessage = Log.IsVerbose || Globals.IsOn(SopsFlags.Verbose) ? text => Host.WriteErrorLine($"{text}") : null,
        Report = Log.IsVerbose ? Log.ReportKeyUse : null,
    });

    /// <summary>Decrypts as the flags say: key services, order of key types, whether the MAC must match.</summary>
    /// <param name="flags">The command's flags.</param>
    /// <param name="input">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="encryptsAgain">Whether values will be encrypted again.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">
    /// It is not encrypted, the keys at hand do not open it, or a value or the MAC is wrong.
    /// </exception>
    public async ValueTask<DecryptedFile> DecryptAsync(
        ParsedFlags flags, InputFile input, DocumentFormat format, bool encryptsAgain, CancellationToken ct)
    {
        var order = Order(flags);
        var encrypted = EncryptedFile.Load(input.Content, format);
        encrypted.Metadata.CheckVersion();
        var isRecovered = false;
        var request = new DecryptionRequest(flags.IsOn(SopsFlags.IgnoreMac) ? MacPolicy.Ignore : MacPolicy.Require)
        {
            Order = order,
            EncryptsAgain = encryptsAgain,
            UnreadableComment = Log.WarnOfComment,
            KeyRecovered = () =>
            {
                isRecovered = true;
                Log.ReportDecryption();
            },
        };
        DecryptedFile? decrypted = null;
        try
        {
            decrypted = await DecryptedFile.DecryptAsync(encrypted, KeyRing(flags), request, ct);
        }
        finally
        {
            // Also of a file whose MAC is wrong: its key was in use.
            if (isRecovered)
            {
                await RecordAsync(AuditAction.Decrypt, input.Path, decrypted, ct);
            }
        }

        return decrypted;
    }

    /// <summary>Records that a file is encrypted or rotated, and logs that it is encrypted.</summary>
    /// <exception cref="SecretsKitException">It cannot be recorded.</exception>
    public async Task BeginEncryptionAsync(string path, CancellationToken ct)
    {
        await Audit.RecordAsync(AuditAction.Encrypt, path, ct);
        Log.Debug("SOPS", "Encrypting tree");
    }

    // What cannot be recorded is not shown.
    private async Task RecordAsync(AuditAction action, string path, DecryptedFile? decrypted, CancellationToken ct)
    {
        try
        {
            await Audit.RecordAsync(action, path, ct);
        }
        catch
        {
            decrypted?.Dispose();
            throw;
        }
    }

    /// <summary>Writes the result of a command and logs that it is in a file, if it is.</summary>
    public void Write(SopsTarget target, byte[] content, FileContentKind kind, InputFile input)
    {
        target.Write(Host, content, kind, input);
        if (target.IsFile)
        {
            LogWritten();
        }
    }

    /// <summary>Logs that a file was written.</summary>
    public void LogWritten() => Log.Info("CMD", "File written successfully");

    private ParsedFlags Setting(ParsedFlags flags, Flag flag) => flags.IsGiven(flag) ? flags : Globals;

    /// <summary>The order of key types, by flag or variable.</summary>
    public static DecryptionOrder Order(ParsedFlags flags) => DecryptionOrder.Parse(flags.Text(SopsFlags.DecryptionOrder));

    /// <summary>
    /// The configuration, or null when there is none. Read once: a command that asks again, as an edit does when it saves, must not meet
    /// another file than the one it began with.
    /// </summary>
    public SopsConfig? Config()
    {
        if (!_config.IsLoaded)
        {
            _config = (ConfigPath() is { } path ? ConfigFinder.Load(Host.Environment, path) : null, true);
        }

        return _config.Config;
    }

    /// <summary>
    /// The same for a command that takes nothing but the layout from it: a configuration that another user
    /// controls is passed over with a warning, so that it keeps nobody from decrypting.
    /// </summary>
    public SopsConfig? LayoutConfig()
    {
        try
        {
            return Config();
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.UntrustedConfig)
        {
            Log.Warn("CMD", $"ignoring the layout of the config file: {failure.Message}");
            return null;
        }
    }

    /// <summary>Where the configuration is, as it is shown to people, or null when there is none. Searched once.</summary>
    public string? ConfigPath()
    {
        if (!_configPath.IsKnown)
        {
            _configPath = (FindConfig(), true);
        }

        return _configPath.Path;
    }

    private string? FindConfig()
    {
        if (Globals.Text(SopsFlags.Config) is { Length: > 0 } named)
        {
            return named;
        }

        var found = ConfigFinder.Search(Host.Environment, "");
        if (found.Ignored is { } ignored)
        {
            var instead = found.Path is { } used ? $"; using \"{used}\" instead" : "";
            Log.Warn(
                "CMD", $"ignoring \"{ignored}\" when searching for config file; the config file must be called \".sops.yaml\"{instead}");
        }

        return found.Path;
    }

    /// <summary>The layout of an output: <c>--indent</c>, else the configuration's for that format, else the format's own.</summary>
    public WriteOptions Layout(SopsConfig? config, DocumentFormat format) => new()
    {
        Indent = Globals.IsGiven(SopsFlags.Indent) ? Globals.Number(SopsFlags.Indent) : config?.Stores.Indent(format),
    };

    /// <summary>The format of a name, unless a flag names one; an unknown name in the flag is ignored, as in the reference.</summary>
    public static DocumentFormat Format(ParsedFlags flags, Flag type, string path) =>
        DocumentFormats.OfName(flags.Text(type)) ?? DocumentFormats.OfPath(path);

    /// <summary>Says that only the first positional counts.</summary>
    public void WarnOfExtraArguments(IReadOnlyList<string> arguments)
    {
        if (arguments.Count <= 1)
        {
            return;
        }

        Log.Warn("CMD", "More than one positional argument provided. Only the first one will be used!");
        if (arguments.Skip(1).FirstOrDefault(argument => argument.StartsWith('-')) is { } flag)
        {
            Log.Warn(
                "CMD",
                $"Note that one of the ignored positional argument is \"{flag}\", which looks like a flag. Flags must always be " +
                "provided before the first positional argument!");
        }
    }
}
