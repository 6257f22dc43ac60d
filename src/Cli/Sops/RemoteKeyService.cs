using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>
/// A key service of another machine (spec sops.md 10.8). This version knows it by its address and
/// cannot ask it, so each attempt fails with that cause. It comes after the local services: a file that a local key opens needs no other.
/// </summary>
/// <param name="address">As given, <c>tcp://HOST:PORT</c> or <c>unix:///PATH</c>.</param>
internal sealed class RemoteKeyService(string address) : IKeyService
{
    private string Problem => IsAddress
        ? DisplayText.Message($"the key service {address} cannot be asked: remote key services are not available in this version")
        : DisplayText.Message($"\"{address}\" is not the address of a key service: expected tcp://HOST:PORT or unix:///PATH");

    private bool IsAddress => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && ((uri.Scheme == "tcp" && uri.Host.Length > 0 && uri.Port > 0) || (uri.Scheme == "unix" && uri.AbsolutePath.Length > 1));

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => true;

    /// <inheritdoc/>
    public ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct) =>
        throw new KeyServiceException(KeyWrapFault.Unavailable, Problem);

    /// <inheritdoc/>
    public ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct) =>
        ValueTask.FromResult(UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Unavailable, Problem));

    /// <summary>The answer to the command that would serve our keys.</summary>
    public static SecretsKitException CannotServe() =>
        new(ErrorCode.General, "serving keys to other machines is not available in this version; nothing was started");
}
