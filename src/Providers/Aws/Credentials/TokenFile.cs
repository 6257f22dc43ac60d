using SecretsKit.Platform;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>A token that others renew in a file: read anew each time.</summary>
internal static class TokenFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The token, without white space around it.</summary>
    public static async ValueTask<string> ReadAsync(HostEnvironment environment, string path, CancellationToken ct)
    {
        var full = AwsProfileFiles.Resolve(environment, path);
        try
        {
            if (new FileInfo(full).Length > MaxBytes)
            {
                throw CredentialFailure.Of("token file", $"{full} is larger than {MaxBytes} bytes");
            }

            return (await File.ReadAllTextAsync(full, ct)).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of("token file", $"{SecretFile.Explain(full, failure)}", "check that the token is mounted");
        }
    }
}
