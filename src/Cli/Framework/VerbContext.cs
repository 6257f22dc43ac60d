using System.Collections.Concurrent;
using System.CommandLine;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Framework;

/// <summary>What all of our own verbs share: the host, words for people, and the way files are taken one by one.</summary>
internal sealed class VerbContext : IDisposable
{
    private readonly ConcurrentDictionary<string, RecipientNames> _names = new(StringComparer.Ordinal);
    private InputFile? _input;
    private readonly HashSet<string> _configs = new(StringComparer.Ordinal);

    /// <summary>Of one run.</summary>
    public VerbContext(CliHost host)
    {
        Terminal = host.WrappedTerminal();
        Host = host.With(prompt: ClearedPrompt.Over(host.Prompt, Terminal));
        Signatures = new SignaturePolicy(Host);
        Signer = new FileSigner(Host, Terminal, Signatures);
        KeepsLayout = Host.Environment.Variable(VerbOptions.KeepLayoutVariable) == "true";
    }

    /// <summary>Streams and environment.</summary>
    public CliHost Host { get; }

    /// <summary>Words for people.</summary>
    public TerminalOutput Terminal { get; }

    /// <summary>Who must have signed which file.</summary>
    public SignaturePolicy Signatures { get; }

    /// <summary>Writes files that were changed, signed if a key is named.</summary>
    public FileSigner Signer { get; }

    /// <summary>Handles each file; one that fails is reported and does not keep the others from being handled.</summary>
    /// <returns>The exit code of the first failure.</returns>
    public async Task<int> ForEachFileAsync(string verb, IReadOnlyList<string> files, Func<string, Task> handle)
    {
        var exit = ExitCodes.Success;
        using var progress = FileProgress.Start(this, verb, files.Count);
        foreach (var file in files)
        {
            progress.Next(file);
            try
            {
                await handle(file);
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                Report(failure, file);
                exit = exit != ExitCodes.Success ? exit : ExitCodes.For(Dialect.SecretsKit, verb, failure.Code);
            }
            catch (Exception defect) when (Defect.IsOfOneFile(Host, defect))
            {
                Report(Defect.ToFailure(defect), file);
                exit = exit != ExitCodes.Success ? exit : ExitCodes.For(Dialect.SecretsKit, verb, ErrorCode.General);
            }
        }

        return exit;
    }

    /// <summary>Reports a failure about a file.</summary>
    public void Report(SecretsKitException failure, string file) =>
        FailureReport.Write(Terminal, FileDiagnosis.Of(Host, file, failure) ?? failure, file, () => (KeyPlaces.Of(Host), NamesFor(file)));

    /// <summary>Whose recipients are, as the configuration of a file says.</summary>
    /// <param name="file">As typed.</param>
    /// <param name="named">The configuration that was named, or null to search.</param>
    public RecipientNames NamesFor(string file, string? named = null) =>
        _names.GetOrAdd(Path.GetDirectoryName(Host.Environment.CleanPath(file)) ?? "", _ => RecipientNames.Of(Host, file, named));

    /// <summary>Reads a file; for one that is not there a file of a similar name is suggested.</summary>
    public async ValueTask<InputFile> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            // Standard input is read once, however often it is asked for.
            var input = file == InputFile.Dash
                ? _input ??= await InputFile.ReadStandardInputAsync(Host, ct)
                : await InputFile.ReadAsync(Host, file, ct);
            RequireNoConflict(file, input);
            return input;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileNotFound)
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, "there is no such file", failure) { Hint = Suggestion(file) };
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileUnreadable
            && Directory.Exists(Host.Environment.CleanPath(file)))
        {
            throw file.Length == 0
                ? new SecretsKitException(ErrorCode.FileNotFound, "the name of the file is empty", failure)
                {
                    Hint = "is a variable of the command line not set?",
                }
                : new SecretsKitException(ErrorCode.FileUnreadable, "this is a folder", failure)
                {
                    Hint = "name the files in it; 'check', 'filestatus', 'updatekeys' and 'rotate' take folders",
                };
        }
    }

    /// <summary>The format of a file: the one that was asked for, else that of its name; of standard input, that of its content.</summary>
    /// <param name="inputType">What was asked for, or null.</param>
    /// <param name="file">As typed.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="SecretsKitException">Standard input cannot be read.</exception>
    public async ValueTask<DocumentFormat> FormatAsync(string? inputType, string file, CancellationToken ct) =>
        file == InputFile.Dash && inputType is null
            ? EncryptedFile.Recognize((await ReadAsync(file, ct)).Content, DocumentFormat.Binary).Format
            : FileFormat.Of(inputType, file);

    /// <summary>
    /// Writes back what was read from a file, unless it changed meanwhile; what came from standard input goes to standard output.
    /// </summary>
    /// <param name="file">As typed.</param>
    /// <param name="input">As it was read.</param>
    /// <param name="encrypted">The new content.</param>
    /// <param name="mode">Whether the file is replaced or written over.</param>
    /// <exception cref="SecretsKitException">The file cannot be written, or does not hold what was read.</exception>
    public void WriteBack(string file, InputFile input, byte[] encrypted, FileWriteMode mode)
    {
        if (file == InputFile.Dash)
        {
            Output.Print(Host, encrypted);
        }
        else
        {
            Output.Write(Host, file, encrypted, FileContentKind.Public, input.Snapshot(), mode);
        }
    }

    /// <summary>
    /// Reads a file and decrypts it with the keys at hand, to work with its values: it must be signed where a list of signers counts.
    /// </summary>
    /// <exception cref="SecretsKitException">
    /// It is not encrypted or not signed, the keys do not open it, or a value or the MAC is wrong.
    /// </exception>
    public ValueTask<(InputFile Input, DecryptedFile Decrypted)> DecryptAsync(
        string file, DocumentFormat format, DecryptionRequest request, CancellationToken ct) =>
        DecryptAsync(file, format, request, SignatureUse.Work, ct);

    /// <summary>Reads a file and decrypts it with the keys at hand.</summary>
    /// <param name="file">As typed.</param>
    /// <param name="format">Its format.</param>
    /// <param name="request">How.</param>
    /// <param name="use">What the file is read for.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">
    /// It is not encrypted or not signed, the keys do not open it, or a value or the MAC is wrong.
    /// </exception>
    public async ValueTask<(InputFile Input, DecryptedFile Decrypted)> DecryptAsync(
        string file, DocumentFormat format, DecryptionRequest request, SignatureUse use, CancellationToken ct)
    {
        var input = await ReadAsync(file, ct);
        var encrypted = EncryptedFile.Load(input.Content, format);
        encrypted.Metadata.CheckVersion();
        CheckSignature(file, encrypted, use);
        var comments = 0;
        var decrypted = await DecryptedFile.DecryptAsync(
            encrypted, Host.LocalKeyRing(), request with { UnreadableComment = _ => comments++ }, ct);
        if (comments > 0)
        {
            Terminal.Say($"warning: {file}: {comments} comments are not encrypted, as old releases of sops left them", TextStyle.Warning);
        }

        return (input, decrypted);
    }

    /// <summary>Refuses a file that is not signed as a list of signers requires, or warns of it.</summary>
    /// <param name="file">As typed.</param>
    /// <param name="encrypted">What was read.</param>
    /// <param name="use">What the file is read for.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SignatureRefused"/>.</exception>
    public void CheckSignature(string file, EncryptedFile encrypted, SignatureUse use)
    {
        if (use != SignatureUse.Show)
        {
            Signatures.Require(file, encrypted);
            return;
        }

        try
        {
            if (Signatures.Check(file, encrypted) is { Verdict: { IsValid: false } verdict } found)
            {
                Warn(SignatureWords.Clause(verdict, found.List), SignatureWords.Hint(file));
            }
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.SignatureRefused)
        {
            Warn(failure.Problem, failure.Hint);
        }

        void Warn(string problem, string? hint)
        {
            Terminal.Say($"warning: {file}: {problem}", TextStyle.Warning);
            Terminal.Hint(hint);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Signer.Dispose();

    /// <summary>Warns where the plaintext of a file has several documents, and the format asked for holds the first alone.</summary>
    public void WarnOfLeftOut(string file, DecryptedFile decrypted, DocumentFormat shown)
    {
        if (decrypted.Plain.Tree.Branches.Count is > 1 and var count && shown is DocumentFormat.Json or DocumentFormat.Dotenv)
        {
            Terminal.Say(
                DisplayText.Message($"warning: {file} has {count} documents, and the format asked for holds one: the others are left out"),
                TextStyle.Warning);
        }
    }

    /// <summary>Warns of fields of a configuration that are not read, once for each file.</summary>
    public void WarnOfUnread(SopsConfig config)
    {
        if (!_configs.Add(config.Path))
        {
            return;
        }

        foreach (var finding in config.FindUnread())
        {
            Terminal.Say(
                DisplayText.Message($"warning: {config.Path}:{finding.Line}:{finding.Column}: {finding.Problem}"), TextStyle.Warning);
            Terminal.Hint(finding switch
            {
                { Near: "path_regex" } => "it is not read, and without path_regex a rule matches every file",
                { Fault: ConfigFault.Unknown } => "it is not read; .sops.yaml.example lists all fields",
                { Fault: ConfigFault.NoEffect } => "'secretskit help rules' says what the fields do",
                _ => null,
            });
        }
    }

    /// <summary>The layout that a configuration asks for.</summary>
    public static WriteOptions Layout(SopsConfig? config, DocumentFormat format) => new() { Indent = config?.Stores.Indent(format) };

    /// <summary>Whether files keep the layout that they have. Default: what the variable says.</summary>
    public bool KeepsLayout { get; set; }

    /// <summary>This context, with what a command line says of layouts.</summary>
    public VerbContext Keeping(ParseResult parsed, Option<bool> option)
    {
        KeepsLayout |= parsed.GetValue(option);
        return this;
    }

    /// <summary>A layout, with that of a text if files keep theirs.</summary>
    public WriteOptions Keeping(WriteOptions layout, ReadOnlyMemory<byte> model) =>
        KeepsLayout ? layout with { Model = model } : layout;

    /// <summary>The layout for a file that was read, and whose values are written in a form of the same format.</summary>
    public WriteOptions LayoutOf(string file, DocumentFormat format, InputFile input) =>
        Keeping(LayoutOf(file, format), input.Content);

    /// <summary>
    /// The layout for the plaintext of a file. A configuration that cannot be read must not keep anybody from decrypting.
    /// </summary>
    public WriteOptions LayoutOf(string file, DocumentFormat format)
    {
        try
        {
            var named = Host.Environment.Variable("SOPS_CONFIG") is { Length: > 0 } path ? path : null;
            return Layout(RuleFinder.Config(Host.Environment, named, Host.Environment.CleanPath(file)), format);
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.MalformedConfig or ErrorCode.UntrustedConfig)
        {
            Terminal.Say($"warning: the layout of .sops.yaml is not used: {failure.Problem}", TextStyle.Warning);
            return new();
        }
    }

    // A reader would complain of the syntax of the line below.
    private static void RequireNoConflict(string file, InputFile input)
    {
        if (FileFormat.Of(null, file) != DocumentFormat.Binary && ConflictMarkers.Line(input.Content) is > 0 and var line)
        {
            throw new SecretsKitException(ErrorCode.MalformedDocument, DisplayText.Message($"line {line} is a git conflict marker"))
            {
                Hint = $"{CommandText.Line("secretskit", "git", "resolve", file)} settles the conflict; or take the line "
                    + "out, if it was left",
            };
        }
    }

    private string Suggestion(string file)
    {
        var path = Host.Environment.CleanPath(file);
        if (new FileInfo(path).LinkTarget is { } target)
        {
            return $"it is a symbolic link to {target}, which is not there";
        }

        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return $"the folder {folder} does not exist either";
        }

        return SimilarPath.Find(Host.Environment, file, takesFolders: false) is { } near
            ? $"did you mean {near}?"
            : $"{CommandText.Line("ls", folder)} shows what is there";
    }
}
