using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// Which kubeconfig files count, by the rules of kubectl: the one that is named, else those of KUBECONFIG, else the user's own.
/// </summary>
public static class KubeconfigFiles
{
    /// <summary>Reads them as one.</summary>
    /// <param name="environment">KUBECONFIG, the home folder, and the folder that relative paths count from.</param>
    /// <param name="named">The file of the <c>--kubeconfig</c> flag, which must exist; null or empty if none is named.</param>
    /// <returns>Empty where there is no file at all: a program in a cluster then uses its own account.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileNotFound"/>: the named file is not there; or one of the files cannot be read.
    /// </exception>
    public static Kubeconfig Load(HostEnvironment environment, string? named)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!string.IsNullOrEmpty(named))
        {
            return Read(environment, named)
                ?? throw new SecretsKitException(ErrorCode.FileNotFound, DisplayText.Message($"stat {named}: no such file or directory"));
        }

        return Kubeconfig.Merge([.. Paths(environment).Select(path => Read(environment, path)).OfType<Kubeconfig>()]);
    }

    private static IEnumerable<string> Paths(HostEnvironment environment)
    {
        var listed = environment.Variables.GetValueOrDefault("KUBECONFIG") ?? "";
        return listed.Length > 0 ? listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)
            : environment.HomeDirectory is { } home ? [Path.Combine(home, ".kube", "config")]
            : [];
    }

    private static Kubeconfig? Read(HostEnvironment environment, string path)
    {
        var full = environment.ResolvePath(path);
        return File.Exists(full) ? KubeconfigReader.Read(FileReader.Read(environment, path, KubeconfigReader.MaxBytes), full, path) : null;
    }
}
