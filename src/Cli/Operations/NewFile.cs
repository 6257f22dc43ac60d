using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>A file that must not be there yet.</summary>
internal static class NewFile
{
    /// <summary>Refuses before any work is done; the write itself looks again.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static void Require(CliHost host, string path)
    {
        if (File.Exists(host.Environment.ResolvePath(path)))
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, $"{path} is there already, and a key that is overwritten is lost for ever")
            {
                Hint = "name a new file",
            };
        }
    }
}
