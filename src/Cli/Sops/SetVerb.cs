using System.Text;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops set</c> and <c>sops --set</c>: puts one value into an encrypted file.</summary>
internal sealed class SetVerb(SopsSession session)
{
    private const string NeedsThree = "Error: no file specified, or index and value are missing. Need precisely 3 positional arguments.";
    private const string NeedsTwo =
        "Error: file specified, or index and value are missing. Need precisely 2 positional arguments since --value-stdin is used.";

    /// <summary>Sets a value.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        var (fromFile, fromInput) = (flags.IsOn(SopsFlags.ValueFile), flags.IsOn(SopsFlags.ValueStdin));
        if (fromFile && fromInput)
        {
            throw new SecretsKitException(ErrorCode.General, "Error: cannot use both --value-file and --value-stdin");
        }

        var words = flags.Arguments;
        if (words.Count != (fromInput ? 2 : 3))
        {
            throw new SecretsKitException(ErrorCode.NoInput, fromInput ? NeedsTwo : NeedsThree);
        }

        var path = SopsFileEdit.ParsePath(words[1], "Invalid set index format");
        var value = Value(
            fromInput ? (await InputFile.ReadStandardInputAsync(session.Host, ct)).Content
            : fromFile ? ReadValueFile(words[2])
            : Encoding.UTF8.GetBytes(words[2]));
        await SetAsync(flags, words[0], path, value, ct);
    }

    /// <summary>The same, from the one text <c>PATH VALUE</c>.</summary>
    public async Task RunLegacyAsync(ParsedFlags flags, string file, string pathAndValue, CancellationToken ct)
    {
        const string Invalid = "Invalid --set format";
        var end = pathAndValue.IndexOf("] ", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new SecretsKitException(ErrorCode.MalformedValue, Invalid);
        }

        var value = Value(Encoding.UTF8.GetBytes(pathAndValue[(end + 2)..]));
        await SetAsync(flags, file, SopsFileEdit.ParsePath(pathAndValue[..(end + 1)], Invalid), value, ct);
    }

    private Task SetAsync(ParsedFlags flags, string file, TreePath path, Node value, CancellationToken ct) =>
        new SopsFileEdit(session, flags)
            .RunAsync(file, document => TreeEdit.Set(document, path, value) || !flags.IsOn(SopsFlags.Idempotent), ct);

    // The reference reports the system's own words here, under the exit code for everything without a code of its own.
    private byte[] ReadValueFile(string file)
    {
        try
        {
            return InputFile.ReadAsTyped(session.Host, file).Content;
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.FileNotFound or ErrorCode.FileUnreadable)
        {
            throw new SecretsKitException(ErrorCode.General, failure.Message, failure);
        }
    }

    // A lone number becomes a float, even a whole one, as in the reference.
    private static Node Value(byte[] json)
    {
        Node value;
        try
        {
            value = JsonValue.Read(json);
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(ErrorCode.MalformedValue, "Value for --set is not valid JSON", failure);
        }

        return value switch
        {
            IntNode number => new FloatNode(number.Value),
            UnsignedNode number => new FloatNode(number.Value),
            ListNode => throw new SecretsKitException(ErrorCode.MalformedValue, "Invalid --set value format"),
            _ => value,
        };
    }
}
