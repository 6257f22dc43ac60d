using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Secrets;

/// <summary>Which paths of value files may be read: the switches for hosts that many share (spec helm-secrets.md part 7).</summary>
internal static class ValuesPath
{
    /// <summary>Whether a variable says <c>false</c>; what it guards is allowed by default.</summary>
    public static bool IsForbidden(HostEnvironment environment, string variable) => environment.Variable(variable) is "false";

    /// <summary>Refuses a path that the switches forbid. A forbidden path is an error even where a missing file is none.</summary>
    /// <exception cref="SecretsKitException">It is a link, absolute, or holds <c>..</c>.</exception>
    public static void Check(HostEnvironment environment, string path)
    {
        var reason =
            IsForbidden(environment, "HELM_SECRETS_VALUES_ALLOW_SYMLINKS") && IsLink(environment.ResolvePath(path))
                ? $"Values file '{path}' is a symlink. Symlinks are not allowed."
            : IsForbidden(environment, "HELM_SECRETS_VALUES_ALLOW_ABSOLUTE_PATH") && Path.IsPathRooted(path)
                ? $"Values filepath '{path}' is an absolute path. Absolute paths are not allowed."
            : IsForbidden(environment, "HELM_SECRETS_VALUES_ALLOW_PATH_TRAVERSAL") && path.Contains("..", StringComparison.Ordinal)
                ? $"Values filepath '{path}' contains '..'. Path traversal is not allowed."
            : null;
        if (reason is not null)
        {
            throw HelmSecretsFailure.Of(ErrorCode.FileUnreadable, reason, $"File does not exist: {path}");
        }
    }

    /// <summary>Replaces <c>${NAME}</c> by the variable, if that is switched on. Nothing else of a shell's expansion is done.</summary>
    /// <exception cref="SecretsKitException">A variable is not set.</exception>
    public static string Expand(HostEnvironment environment, string url)
    {
        if (environment.Variable("HELM_SECRETS_URL_VARIABLE_EXPANSION") is not "true")
        {
            return url;
        }

        var text = new StringBuilder();
        var rest = url.AsSpan();
        while (rest.IndexOf("${") is var start and >= 0 && rest[start..].IndexOf('}') is var length and >= 0)
        {
            var name = rest.Slice(start + 2, length - 2).ToString();
            text.Append(rest[..start])
                .Append(environment.Variable(name) ?? throw HelmSecretsFailure.Of(ErrorCode.Usage, $"variable {name} is not set"));
            rest = rest[(start + length + 1)..];
        }

        return text.Append(rest).ToString();
    }

    // A link in any component leads elsewhere just as well.
    private static bool IsLink(string path)
    {
        for (string? part = path; part is not null; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
