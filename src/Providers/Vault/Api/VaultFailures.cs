using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>Errors of a Vault as data, in our words and in those of the reference's client.</summary>
internal static class VaultFailures
{
    /// <summary>The name for people.</summary>
    public const string Provider = "Vault";

    // A reason that is longer is no reason of Vault's.
    private const int MaxReason = 300;

    /// <summary>
    /// Whether a response says that the token is unknown, expired or revoked: the bare words. Where a policy forbids, they come as one of a
    /// list (goldens vault, behaviour.md, Request); newer releases name the token.
    /// </summary>
    public static bool RefusesToken(VaultResponse response) => response.Status == 403
        && response.Errors is [var reason]
        && (reason == "permission denied" || reason.Contains("invalid token", StringComparison.Ordinal));

    /// <summary>The exception for a response that is no answer.</summary>
    /// <param name="response">The response, lent.</param>
    /// <param name="request">What was sent: none of its values may come back in the message.</param>
    /// <param name="operation">What was asked, for people.</param>
    /// <param name="advice">What to check where the response itself gives no clue; null for nothing.</param>
    public static ProviderException Of(VaultResponse response, VaultRequest request, string operation, string? advice = null)
    {
        var reasons = Reasons(response, request.Body);
        var fault = request.IsLogin && response.Status is (400 or 403) ? ProviderFault.Unauthenticated : FaultOf(response, reasons);
        return new(
            new(fault, Provider, operation, request.Path) { Status = response.Status, RetryAfter = response.RetryAfter },
            $"{Problem(response, reasons)}")
        {
            Hint = request.IsLogin && fault == ProviderFault.Unauthenticated
                ? "check the credentials and the role, the path of the method and the namespace; the login is not accepted"
                : HintFor(fault, response, reasons) ?? advice,
        };
    }

    /// <summary>An answer that is a success and not what it should be.</summary>
    public static ProviderException Unexpected(string path, string operation, MessageText problem) =>
        new(new(ProviderFault.InvalidResponse, Provider, operation, path), problem)
        {
            Hint = "check that the address is that of a Vault and not of something before it",
        };

    /// <summary>
    /// The error in the words of the reference's client, which the sops dialect prints. A content that is not Vault's is not quoted.
    /// </summary>
    public static string InGoWords(VaultResponse response, VaultServer server, VaultRequest request)
    {
        var reasons = Reasons(response, request.Body);
        var text = new StringBuilder("Error making API request.\n\n");
        if (server.Namespace.Length > 0 && server.Namespace is not ("root" or "root/"))
        {
            text.Append("Namespace: ").Append(DisplayText.Field(server.Namespace)).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture,
            $"URL: {request.Method} {DisplayText.Field(response.Url)}\nCode: {response.Status}. Errors:\n\n");
        return text.Append(reasons.Count == 0 && response.IsMalformed
            ? "* the content of the response is not Vault's"
            : string.Concat(reasons.Select(reason => "* " + reason))).ToString();
    }

    private static ProviderFault FaultOf(VaultResponse response, IReadOnlyList<string> reasons) => response.Status switch
    {
        >= 200 and < 300 => ProviderFault.InvalidResponse,
        >= 300 and < 400 => ProviderFault.InvalidResponse,
        403 when RefusesToken(response) => ProviderFault.Unauthenticated,
        400 when Says(reasons, "check-and-set parameter") => ProviderFault.Conflict,
        400 when Says(reasons, "Upgrading from non-versioned to versioned") => ProviderFault.ServerFailed,

        // Something before the server answers, and the secret may well be there.
        404 when response.IsMalformed => ProviderFault.InvalidResponse,

        // Not caught up with a write; a standby for disaster recovery; one for performance.
        412 or 472 or 473 => ProviderFault.ServerFailed,
        _ => ProviderException.FaultOf(response.Status),
    };

    private static string Problem(VaultResponse response, IReadOnlyList<string> reasons)
    {
        if (response.IsMalformed || response.IsSuccess)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the response (status {response.Status}) is not JSON as Vault writes it");
        }

        if (response.Status is >= 300 and < 400)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the server redirects (status {response.Status}) to another server");
        }

        var status = string.Create(CultureInfo.InvariantCulture, $"status {response.Status}");
        return reasons.Count == 0 ? $"the server answers {status}" : $"{string.Join("; ", reasons.Select(OneLine))} ({status})";
    }

    private static string? HintFor(ProviderFault fault, VaultResponse response, IReadOnlyList<string> reasons) => fault switch
    {
        ProviderFault.Unauthenticated => "check the credentials, their end and the namespace; the token or login is not accepted",
        ProviderFault.Denied => "check the policies of the token for this path, and the namespace",
        ProviderFault.Throttled => "ask less often, or have the quota raised",
        ProviderFault.ServerFailed when Says(reasons, "is sealed") => "unseal the server",
        ProviderFault.ServerFailed when response.Status == 412 =>
            "this server has not caught up with an earlier write: ask again later, or set forwardInconsistent",
        ProviderFault.ServerFailed when response.Status is 472 or 473 =>
            "this server is a standby: write the address of the active server",
        ProviderFault.ServerFailed => "look at the server's own state and logs",
        ProviderFault.NotFound when Says(reasons, "no handler for route") => "check the path of the mount and the namespace",
        ProviderFault.NotFound when Says(reasons, "namespace not found") => "check the namespace",
        ProviderFault.Conflict => "somebody else wrote meanwhile; read again before writing",
        ProviderFault.InvalidResponse when response.Location is not null =>
            "no token is sent to a server that a response names: write the address of the active server",
        ProviderFault.InvalidResponse => "check that the address is that of a Vault and not of something before it",
        _ => null,
    };

    private static bool Says(IReadOnlyList<string> reasons, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (reasons.Any(reason => reason.Contains(text, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    // A list of several causes is laid out over lines: here they are one clause.
    private static string OneLine(string reason) => string.Join(
        ' ', reason.Split(['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // No value of the request, as a server might send it back, and nothing that is longer than Vault's own reasons.
    private static IReadOnlyList<string> Reasons(VaultResponse response, ReadOnlyMemory<byte>? body)
    {
        string?[] sent = [response.SentToken, .. SentSecrets.InJson((body ?? default).Span, "role", "name")];
        return [.. response.Errors.Select(reason => Shown(SentSecrets.Clear(reason, sent)))];
    }

    private static string Shown(string reason) =>
        DisplayText.Lines(reason.Length > MaxReason ? reason[..MaxReason] + "..." : reason);
}
