using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops decrypt</c> and <c>sops -d</c>.</summary>
internal sealed class DecryptVerb(SopsSession session)
{
    private const string NotBinaryHint =
        "\n\nThis is likely not an encrypted binary file? If not, use --output-type to select the correct output type.";

    /// <summary>Decrypts a file, or standard input.</summary>
    /// <param name="flags">The command's flags.</param>
    /// <param name="file">The file as typed; null reads standard input.</param>
    /// <param name="ct">Cancels key services.</param>
    public async Task RunAsync(ParsedFlags flags, string? file, CancellationToken ct)
    {
        var host = session.Host;
        var name = SopsTarget.NameFor(session, flags, file);
        var output = SopsTarget.Of(flags, file);
        var inputFormat = SopsSession.Format(flags, SopsFlags.InputType, name);
        var outputFormat = SopsSession.Format(flags, SopsFlags.OutputType, name);
        var extract = flags.Text(SopsFlags.Extract) is { Length: > 0 } text ? TreePath.Parse(text) : null;

        var config = session.LayoutConfig();
        var input = file is null ? await InputFile.ReadStandardInputAsync(host, ct) : await InputFile.ReadAsync(host, file, ct);
        using var decrypted = await session.DecryptAsync(flags, input, inputFormat, encryptsAgain: false, ct);

        var plain = decrypted.Plain;
        var layout = session.Layout(config, outputFormat);
        var content = Render(
            outputFormat, () => extract is null
                ? plain.Serialize(outputFormat, layout)
                : plain.SerializePart(extract, outputFormat, layout));
        session.Write(output, content, FileContentKind.Plaintext, input);
    }

    private static byte[] Render(DocumentFormat format, Func<byte[]> text)
    {
        try
        {
            return text();
        }
        catch (DocumentException failure) when (format == DocumentFormat.Binary && failure.Code == ErrorCode.EmitFailed)
        {
            throw new DocumentException(failure.Code, failure.Fault, failure.Message + NotBinaryHint, inner: failure);
        }
    }
}
