using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops filestatus</c>: whether a file is encrypted, as JSON. No key is needed.</summary>
internal sealed class FileStatusVerb(SopsSession session)
{
    /// <summary>Prints the status.</summary>
    public void Run(ParsedFlags flags)
    {
        if (flags.Arguments.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified");
        }

        var file = flags.Arguments[0];
        session.Host.WriteLine(IsEncrypted(InputFile.ReadAsTyped(session.Host, file), flags)
            ? "{\"encrypted\":true}"
            : "{\"encrypted\":false}");
    }

    private static bool IsEncrypted(InputFile input, ParsedFlags flags)
    {
        try
        {
            var metadata = EncryptedFile.Load(input.Content, SopsSession.Format(flags, SopsFlags.InputType, input.Path)).Metadata;
            return metadata.Version.Length > 0 && metadata.Mac.Length > 0;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.MetadataNotFound)
        {
            return false;
        }
    }
}
