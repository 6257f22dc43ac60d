using SecretsKit.Cli.Operations;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>The commands that are for Helm, and for the plugin itself.</summary>
internal static class HelmSecretsPlugin
{
    /// <summary>
    /// <c>downloader CERT KEY CA URL</c>: what Helm calls for a scheme of ours. Standard output gets the plaintext and nothing else.
    /// </summary>
    public static async Task DownloadAsync(HelmSecretsSession session, string[] words, CancellationToken ct)
    {
        var url = words.Length >= 4
            ? words[3]
            : throw HelmSecretsFailure.Of(ErrorCode.NoInput, "a downloader is called with CERT KEY CA URL");
        Output.PrintPlaintext(session.Host, await new SecretsGetter(session).FetchAsync(url, ct));
    }

    /// <summary><c>dir</c>: where the plugin is installed; without Helm, where the program is.</summary>
    public static Task PrintFolderAsync(HelmSecretsSession session)
    {
        session.Host.WriteLine(session.Host.Environment.Variable("HELM_PLUGIN_DIR") is { Length: > 0 } folder
            ? folder
            : Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Task.CompletedTask;
    }

    /// <summary>
    /// <c>patch windows|unix</c>: the reference rewrites its manifest for the platform's shell; there is none to choose here.
    /// </summary>
    public static Task PatchAsync(HelmSecretsSession session, string[] words)
    {
        if (words is not ["windows" or "unix"])
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, "patch takes windows or unix");
        }

        session.Tell($"nothing to patch for {words[0]}: one program serves all platforms");
        return Task.CompletedTask;
    }
}
