using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Editing;

/// <summary>How a file is edited.</summary>
/// <param name="ShowMetadata">Whether the metadata are in the editor too.</param>
/// <param name="Place">Where the plaintext may lie.</param>
/// <param name="Layout">
/// The layout of what is shown and of what is saved; settled before the editor starts, so that nothing can fail on it afterwards.
/// </param>
/// <param name="Reject">Tells why an edited text cannot be used.</param>
internal sealed record FileEditOptions(bool ShowMetadata, SecretFolderPlace Place, WriteOptions Layout, Action<SecretsKitException> Reject)
{
    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }

    /// <summary>Whether the file keeps the layout that it has in the editor, and that it had before. Default no.</summary>
    public bool KeepsLayout { get; init; }

    /// <summary>Runs once the edited text is there, before it is encrypted; null for nothing.</summary>
    public Func<CancellationToken, Task>? BeforeEncrypting { get; init; }

    /// <summary>
    /// Whether the user may return to the editor after a failure of encrypting and saving, too. Default: no, the failure ends the edit, as
    /// in sops.
    /// </summary>
    public bool ReturnsToEditor { get; init; }

    /// <summary>Signs what is saved, if a key is named; null where nothing is signed.</summary>
    public FileSigner? Signer { get; init; }
}

/// <summary>Edits one encrypted file: decrypts into the editor, encrypts what comes back, replaces the file.</summary>
internal sealed class FileEditor
{
    private readonly CliHost _host;
    private readonly string _path;
    private readonly EditSession _session;

    // What was read or typed last: the layout to keep.
    private ReadOnlyMemory<byte> _model;

    private FileEditor(CliHost host, string path, (DocumentFormat Input, DocumentFormat Output) formats)
    {
        (_host, _path, Formats) = (host, path, formats);
        _session = new EditSession(host, new ProcessRunner());
    }

    /// <summary>The formats of the encrypted file and of what the editor shows.</summary>
    public (DocumentFormat Input, DocumentFormat Output) Formats { get; }

    /// <summary>For an absolute path.</summary>
    public static FileEditor For(CliHost host, string path, (DocumentFormat Input, DocumentFormat Output) formats) =>
        new(host, path, formats);

    /// <summary>The rule for a new file of this format: opaque bytes have no keys to select by.</summary>
    public EncryptionRule Fitting(EncryptionRule rule) =>
        Formats.Input == DocumentFormat.Binary ? rule with { Selection = SelectionFields.None, MacOnlyEncrypted = false } : rule;

    /// <summary>Makes sure that the file can be written, before a person types for an hour.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public void RequireWritable(FileWriteMode mode) => AtomicFile.RequireWritable(new FileWriteRequest
    {
        Environment = _host.Environment,
        Path = _path,
        Content = ReadOnlyMemory<byte>.Empty,
        Kind = FileContentKind.Public,
        Mode = mode,
    });

    /// <summary>Edits a file that exists. Untouched values keep their ciphertext.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.Unmodified"/>; <see cref="ErrorCode.FileChanged"/> with the result saved beside the file.
    /// </exception>
    public async Task EditAsync(DecryptedFile decrypted, InputFile input, FileEditOptions options, CancellationToken ct)
    {
        var metadata = decrypted.Encrypted.Metadata;
        _model = input.Content;
        var shown = Text(decrypted.Plain, options.ShowMetadata ? metadata : null, options);
        var snapshot = input.Snapshot();
        await RunAsync(
            shown,
            metadata,
            options,
            async (plain, kept, token) =>
            {
                var encrypted = decrypted.Encrypt(plain, kept.RaisedToCurrentVersion());
                Save(await SerializeAsync(encrypted, options, token), snapshot, options);
            },
            ct);
    }

    /// <summary>Makes a file from the example that the editor shows.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Unmodified"/>: the example was left as it is.</exception>
    public async Task CreateAsync(FileEncryption encryption, FileEditOptions options, CancellationToken ct)
    {
        var example = new PlainFile(ExampleContent.Of(Formats.Input));
        var shown = Text(example, options.ShowMetadata ? encryption.Metadata : null, options);
        await RunAsync(
            shown,
            encryption.Metadata,
            options,
            async (plain, _, token) =>
                Save(await SerializeAsync(encryption.Encrypt(plain), options, token), FileSnapshot.Missing, options),
            ct);
    }

    // The key was opened before the editor was; an agent may refuse all the same.
    private async ValueTask<byte[]> SerializeAsync(EncryptedFile file, FileEditOptions options, CancellationToken ct)
    {
        try
        {
            return options.Signer is { } signer
                ? await signer.SerializeAsync(file, _path, Formats.Output, Layout(options), ct)
                : file.Serialize(Formats.Output, Layout(options));
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.SigningFailed or ErrorCode.SignatureRefused)
        {
            throw Saved(file.Serialize(Formats.Output, Layout(options)), options) is { } saved
                ? new EditSavedException(failure, failure.Message)
                {
                    Problem = failure.Problem,
                    Hint = $"your edit is saved, encrypted and not signed, as {saved}",
                }
                : failure;
        }
    }

    private WriteOptions Layout(FileEditOptions options) =>
        options.KeepsLayout ? options.Layout with { Model = _model } : options.Layout;

    private byte[] Text(PlainFile plain, DocumentMetadata? metadata, FileEditOptions options)
    {
        using var text = new OutputBuffer();
        if (metadata is null)
        {
            plain.Write(Formats.Output, text, Layout(options));
        }
        else
        {
            plain.WriteWithMetadata(metadata, Formats.Output, text, Layout(options));
        }

        return text.ToArray();
    }

    private async Task RunAsync(
        byte[] shown,
        DocumentMetadata metadata,
        FileEditOptions options,
        Func<PlainFile, DocumentMetadata, CancellationToken, Task> save,
        CancellationToken ct)
    {
        var edited = await _session.RunAsync(
            new EditRequest(Path.GetFileName(_path), options.Place, options.Reject) { TakesVisual = options.ReturnsToEditor },
            shown,
            async (text, token) =>
            {
                var read = Read(text, metadata, options);
                if (options.ReturnsToEditor)
                {
                    _model = text;
                    await save(read.Plain, read.Metadata, token);
                }

                return read;
            },
            ct);
        if (!options.ReturnsToEditor)
        {
            await (options.BeforeEncrypting?.Invoke(ct) ?? Task.CompletedTask);
            await save(edited.Plain, edited.Metadata, ct);
        }
    }

    private (PlainFile Plain, DocumentMetadata Metadata) Read(byte[] edited, DocumentMetadata metadata, FileEditOptions options)
    {
        if (options.ShowMetadata)
        {
            var file = EncryptedFile.Load(edited, Formats.Input);
            return (new PlainFile(file.Tree), file.Metadata);
        }

        var plain = PlainFile.Load(edited, Formats.Input);
        if (Formats.Input != DocumentFormat.Binary)
        {
            plain.CheckEncryptable(Formats.Output);
        }

        return (plain, metadata);
    }

    private void Save(byte[] content, FileSnapshot expected, FileEditOptions options)
    {
        try
        {
            Output.Write(_host, _path, content, FileContentKind.Public, expected, options.WriteMode);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileChanged)
        {
            throw Saved(content, options) is { } saved
                ? new EditSavedException(failure, failure.Message) { Hint = $"your edit is saved, encrypted, as {saved}" }
                : failure;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileUnwritable)
        {
            var message = $"Could not open in-place file for writing: {failure.Message}";
            throw Saved(content, options) is { } saved
                ? new EditSavedException(failure, $"{message}; your edit is saved, encrypted, as {saved}") { Hint = failure.Hint }
                : new SecretsKitException(ErrorCode.FileUnwritable, message, failure) { Hint = failure.Hint };
        }
    }

    /// <summary>
    /// Saves an edit, encrypted, beside the file, or where that cannot be done among temporary files: what is encrypted may lie anywhere.
    /// The command line of sops leaves nothing among temporary files.
    /// </summary>
    /// <returns>Where; null if it could not be saved.</returns>
    private string? Saved(byte[] content, FileEditOptions options) =>
        TrySaveIn(Path.GetDirectoryName(_path)!, content)
        ?? (options.ReturnsToEditor ? TrySaveIn(_host.Environment.ResolvePath(_host.Environment.TempDirectory), content) : null);

    private string? TrySaveIn(string folder, byte[] content)
    {
        try
        {
            return SaveIn(folder, content);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return null; // The first failure is the one to tell.
        }
    }

    // Both sides' work is kept: theirs in the file, ours beside it under a name that is free.
    private string SaveIn(string folder, byte[] content)
    {
        for (var number = 1; ; number++)
        {
            var name = $"{Path.GetFileNameWithoutExtension(_path)}.edited{(number == 1 ? "" : $"-{number}")}{Path.GetExtension(_path)}";
            var path = Path.Combine(folder, name);
            if (!Path.Exists(path))
            {
                Output.WriteDerived(_host, path, content, FileContentKind.Public, FileSnapshot.Missing);
                return path;
            }
        }
    }
}
