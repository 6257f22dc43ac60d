using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Environment;

/// <summary>
/// The token of a person or pipeline: VAULT_TOKEN, else what the token helper says that Vault's own client is configured with, else
/// <c>~/.vault-token</c>. Read once, on first use.
/// </summary>
/// <param name="environment">Variables and home.</param>
/// <param name="processes">Runs the token helper.</param>
internal sealed class VaultTokens(HostEnvironment environment, IProcessRunner processes) : ITokenSource
{
    private const int MaxToken = 64 * 1024;
    private const int MaxConfig = 1024 * 1024;

    /// <summary>The token, or null if there is none: the request then goes without.</summary>
    /// <exception cref="ProviderException">A file or the helper does not give what it should.</exception>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        if (environment.Variable("VAULT_TOKEN") is { Length: > 0 } given)
        {
            return Token(given, "VAULT_TOKEN");
        }

        if (Helper() is { } helper)
        {
            return await AskHelperAsync(helper, cancellationToken);
        }

        return environment.HomeDirectory is { } home && Read(Path.Combine(home, ".vault-token"), MaxToken) is { } text
            ? Token(text, "~/.vault-token")
            : null;
    }

    private async ValueTask<AccessToken?> AskHelperAsync(string helper, CancellationToken ct)
    {
        try
        {
            using var result = await processes.RunAsync(
                new ProcessRequest { Program = helper, Arguments = ["get"], Environment = environment, OutputLimit = MaxToken }, ct);

            // What it writes may be the token, also on the wrong stream.
            return result.Succeeded
                ? Token(Encoding.UTF8.GetString(result.Output.Span), "the token helper")
                : throw Wrong(helper, $"the token helper failed");
        }
        catch (SecretsKitException failure) when (failure is not ProviderException)
        {
            throw Wrong(helper, $"the token helper cannot be used: {failure.Message}");
        }
    }

    // token_helper = "/path" in the configuration of Vault's client.
    private string? Helper()
    {
        var path = environment.Variable("VAULT_CONFIG_PATH") is { Length: > 0 } named
            ? environment.ResolvePath(named)
            : environment.HomeDirectory is { } home ? Path.Combine(home, ".vault") : null;
        foreach (var line in (path is null ? null : Read(path, MaxConfig))?.Split('\n') ?? [])
        {
            var sides = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides is ["token_helper", var quoted] && quoted.Trim('"') is { Length: > 0 } helper)
            {
                return helper;
            }
        }

        return null;
    }

    private static string? Read(string path, int limit)
    {
        byte[]? bytes = null;
        try
        {
            bytes = SecretFile.Read(path, limit);
            return bytes is null ? throw Wrong(path, $"the file is too large") : Encoding.UTF8.GetString(bytes);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"{SecretFile.Explain(path, failure)}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static AccessToken? Token(string text, string origin)
    {
        text = text.Trim();
        return text.Length == 0 ? null
            : text.Any(char.IsControl) ? throw Wrong(origin, $"the token holds a control character, so it is not a token")
            : new AccessToken(text, expires: null);
    }

    private static ProviderException Wrong(string place, Core.Display.MessageText problem) =>
        new(new(ProviderFault.Unauthenticated, VaultFailures.Provider, "token", place), problem);
}
