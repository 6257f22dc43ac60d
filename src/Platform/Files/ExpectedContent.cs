using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Files;

/// <summary>Compares a file with what it held when it was read, at the last moment before it is written.</summary>
internal static class ExpectedContent
{
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>.</exception>
    internal static void Check(FileWriteRequest request, string target)
    {
        if (request.Expected is not { } expected)
        {
            return;
        }

        if (!File.Exists(target))
        {
            if (!expected.IsMissing)
            {
                throw Changed(request, "was removed since it was read");
            }

            return;
        }

        if (expected.IsMissing)
        {
            throw Changed(request, "was made by another program in the meantime");
        }

        if (!expected.Matches(FileReader.Read(request.Environment, target)))
        {
            throw Changed(request, "was changed by another program since it was read");
        }
    }

    private static SecretsKitException Changed(FileWriteRequest request, string what) =>
        new(ErrorCode.FileChanged, $"{request.Path} {what}") { Hint = "nothing was written; run the command again" };
}
