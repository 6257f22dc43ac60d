using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Kubernetes.Credentials;

/// <summary>
/// A bearer token in a file that somebody else replaces, as the kubelet does with the tokens of service accounts: it is read again after a
/// minute, and when the server refuses it.
/// </summary>
/// <param name="path">Absolute, or relative to the working directory.</param>
/// <param name="environment">Resolves a relative path.</param>
/// <param name="clock">Measures the minute.</param>
public sealed class TokenFile(string path, HostEnvironment environment, TimeProvider clock) : ITokenSource
{
    /// <summary>How long a token counts before the file is read again.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private const int MaxBytes = 1024 * 1024;

    /// <inheritdoc/>
    /// <exception cref="SecretsKitException">The file cannot be read, or is empty.</exception>
    public ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        var token = Encoding.UTF8.GetString(FileReader.Read(environment, path, MaxBytes)).Trim();
        return token.Length > 0
            ? ValueTask.FromResult<AccessToken?>(new(token, clock.GetUtcNow() + Period))
            : throw new SecretsKitException(ErrorCode.MalformedConfig, DisplayText.Message($"the token file {path} is empty"));
    }
}
