using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets.Wrapper;

/// <summary>Hands a prepared command line to Helm's commands. This is the one place where a command of theirs is hooked in.</summary>
internal static class HelmCommands
{
    private static readonly string[] Names =
    [
        "completion", "create", "dependency", "dep", "diff", "env", "get", "history", "install", "lint", "list", "ls", "package", "plugin", "pull", "push",
        "registry", "repo", "rollback", "search", "show", "status", "template", "test", "uninstall", "upgrade", "verify", "version",
    ];

    /// <summary>Runs it.</summary>
    /// <returns>Helm's exit code.</returns>
    /// <exception cref="SecretsKitException">Helm has no such command, or this version does not.</exception>
    public static Task<int> RunAsync(HelmInvocation invocation)
    {
        var name = invocation.Words[0];
        throw Names.Contains(name)
            ? HelmSecretsFailure.Of(ErrorCode.General, $"helm {name} is not available in this version: charts and clusters come later. The values were read; nothing was run")
            : new SecretsKitException(ErrorCode.Usage, $"Error: unknown command \"{name}\" for \"helm\"\nRun 'helm --help' for usage.");
    }
}
