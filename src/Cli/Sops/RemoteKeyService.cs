using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>Key services of other machines (spec sops.md 10.8), which this version knows by name and refuses.</summary>
internal static class RemoteKeyService
{
    /// <summary>Refuses any that is named, before keys are asked: going on without it could use another key than the one that was meant.</summary>
    /// <param name="addresses">As given, <c>tcp://HOST:PORT</c> or <c>unix:///PATH</c>.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>.</exception>
    public static void RefuseAll(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            throw new SecretsKitException(
                ErrorCode.General,
                IsAddress(address)
                    ? $"the key service {address} cannot be asked: remote key services are not available in this version"
                    : $"\"{address}\" is no address of a key service: expected tcp://HOST:PORT or unix:///PATH")
            {
                Hint = "leave out --keyservice and SOPS_KEYSERVICE to use the keys of this machine",
            };
        }
    }

    /// <summary>The answer to the command that would serve our keys.</summary>
    public static SecretsKitException CannotServe() => new(ErrorCode.General, "serving keys to other machines is not available in this version; nothing was started");

    private static bool IsAddress(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && ((uri.Scheme == "tcp" && uri.Host.Length > 0 && uri.Port > 0) || (uri.Scheme == "unix" && uri.AbsolutePath.Length > 1));
}
