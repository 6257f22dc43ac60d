using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Verbs;

/// <summary>Finds paths that stand where the file belongs.</summary>
internal static class WordOrder
{
    /// <summary>Refuses a path before the file, which is not repeated: it may hold a value, too.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileNotFound"/>: the first word is no file, and the second is one.
    /// </exception>
    public static void Require(CliHost host, string verb, string file, string path)
    {
        if (!File.Exists(host.Environment.ResolvePath(file)) && File.Exists(host.Environment.ResolvePath(path)))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, "there is no such file, and where the path belongs there is one")
            {
                Hint = $"the file comes first: secretskit {verb} {CommandText.Word(path)} PATH",
            };
        }
    }
}
