using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>Who is logged in with the program <c>az</c> or <c>azd</c> on this machine. The token comes by a pipe.</summary>
/// <param name="host">Variables and processes.</param>
/// <param name="isDeveloperCli">Whether it is <c>azd</c>.</param>
internal sealed class AzureCliIdentity(ProviderHost host, bool isDeveloperCli) : IAzureIdentity
{
    private const int MaxOutputBytes = 256 * 1024;

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> TokenAsync(AzureTokenRequest request, CancellationToken ct)
    {
        var program = isDeveloperCli ? "azd" : "az";

        // A tenant that a response names reaches an argument: it can be no option.
        var tenant = request.Tenant is { Length: > 0 } named && named[0] != '-'
            && named.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? named : null;
        string[] arguments = isDeveloperCli
            ? ["auth", "token", "--output", "json", "--no-prompt", "--scope", request.Scope, .. Option("--tenant-id", tenant)]
            : ["account", "get-access-token", "--output", "json", "--resource", request.Resource, .. Option("--tenant", tenant)];
        try
        {
            using var result = await host.Processes.RunAsync(new()
            {
                Program = program,
                Arguments = arguments,
                Environment = host.Environment.Withholding([.. CredentialVariables.NotOfAzure]),
                OutputLimit = MaxOutputBytes,
            }, ct);
            return result.Succeeded ? Read(result.Output.Span, program, request) : throw Failed(program, request);
        }
        catch (ProcessStartException)
        {
            return null;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.LimitExceeded)
        {
            throw Failed(program, request);
        }
    }

    private AccessToken Read(ReadOnlySpan<byte> output, string program, AzureTokenRequest request)
    {
        var fields = JsonFields.TryParse(output) ?? default;
        if ((fields.Text("accessToken") ?? fields.Text("token")) is not { Length: > 0 } token)
        {
            throw AzureFailures.Wrong(AzureFailures.Entra, program, request.Resource, "what the program printed holds no token");
        }

        // Old programs write a local time without a zone. Such a token is asked for again soon: that costs a process, and no failure.
        return new(token, fields.Number("expires_on") is { } time and > 0 and < int.MaxValue * 8L
            ? DateTimeOffset.FromUnixTimeSeconds(time) : host.Clock.GetUtcNow().AddMinutes(5));
    }

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];

    private static ProviderException Failed(string program, AzureTokenRequest request) => AzureFailures.Credentials(
        request.Resource, $"the program {program} issues no token", $"run {program} {(program == "az" ? "login" : "auth login")}");
}
