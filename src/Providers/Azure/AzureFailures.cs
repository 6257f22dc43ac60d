using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure;

/// <summary>Failures of the vendor's servers as data. Of a response its codes are kept, never its words.</summary>
internal static class AzureFailures
{
    /// <summary>The provider of tokens, for people.</summary>
    public const string Entra = "Microsoft Entra ID";

    /// <summary>The provider of keys and secrets, for people.</summary>
    public const string Vault = "Azure Key Vault";

    private const int MaxCode = 80;

    /// <summary>A token is not issued.</summary>
    public static ProviderException Token(HttpResponse response, ReadOnlySpan<byte> content, string resource)
    {
        var fields = JsonFields.TryParse(content) ?? default;
        var number = Number(fields.Text("error_description") ?? "");
        var code = Code(fields.Text("error"));
        var isRefusal = response.Status is 400 or 401 or 403;
        var fault = isRefusal ? ProviderFault.Unauthenticated : ProviderException.FaultOf(response.Status);
        return new(new(fault, Entra, "token", resource)
        {
            Status = response.Status,
            Code = number.Length > 0 ? number : code,
            RetryAfter = response.RetryAfter,
        }, $"{Joined(response, code, number)}")
        {
            Hint = number switch
            {
                "AADSTS7000215" => "the client secret is wrong: use its value, not its id",
                "AADSTS7000222" => "the client secret or certificate has expired: make a new one",
                "AADSTS700016" => "no such client in this tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID",
                "AADSTS90002" => "no such tenant: check AZURE_TENANT_ID",
                "AADSTS70021" or "AADSTS700213" =>
                    "the identity trusts no such token: check issuer, subject and audience of its federation",
                "AADSTS700024" => "the assertion is not valid now: check the clock of this machine",
                _ => isRefusal ? "check tenant, client and secret of the credentials" : null,
            },
        };
    }

    /// <summary>A vault refuses.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="content">Its content; lent.</param>
    /// <param name="operation">What was asked.</param>
    /// <param name="resource">About what.</param>
    /// <param name="words">The problem in the words of the reference's library; null for none.</param>
    public static ProviderException Refused(
        HttpResponse response, ReadOnlySpan<byte> content, string operation, string resource, string? words = null)
    {
        var error = (JsonFields.TryParse(content) ?? default).Child("error");
        var (code, inner) = (Code(error.Text("code")), Code(error.Child("innererror").Text("code")));

        // No vault says so little about what is missing: something else answers, and the secret may well be there.
        var fault = response.Status == 404 && code.Length == 0 ? ProviderFault.InvalidResponse : ProviderException.FaultOf(response.Status);
        return new(new(fault, Vault, operation, resource)
        {
            Status = response.Status,
            Code = inner.Length > 0 && response.Status != 404 ? inner : code,
            RetryAfter = response.RetryAfter,
        }, $"{Joined(response, code, inner)}")
        {
            Problem = words!,
            Hint = (response.Status, inner) switch
            {
                (401, _) => "check that the credentials are for the tenant of the vault",
                (403, "ForbiddenByFirewall") => "the firewall of the vault does not let this machine in",
                (403, "SecretDisabled") => "the secret is disabled in the vault",
                (403, _) => "give the identity a role or an access policy of the vault that allows this",
                (404, _) when fault == ProviderFault.InvalidResponse => ProviderException.HintFor(fault),
                (404, _) => "check the names of the vault and of what is in it",
                (409, "ObjectIsBeingDeleted") => "it is being deleted: try again in some seconds",
                (429, _) => "ask less often: the limits of a vault hold for all of its clients together",
                ( >= 500, _) => "look at the state of the service",
                ( < 400, _) => ProviderException.HintFor(ProviderFault.InvalidResponse),
                _ => "check the name, the version and what is pushed",
            },
        };
    }

    /// <summary>There is no usable response.</summary>
    public static ProviderException Transport(string provider, string operation, string resource, HttpTransportException failure) =>
        ProviderException.Of(provider, operation, resource, failure);

    /// <summary>A response is not what it should be.</summary>
    public static ProviderException Wrong(string provider, string operation, string resource, string problem) =>
        new(new(ProviderFault.InvalidResponse, provider, operation, resource), $"{problem}")
        {
            Hint = ProviderException.HintFor(ProviderFault.InvalidResponse),
        };

    /// <summary>Settings or credentials are missing or wrong.</summary>
    public static ProviderException Credentials(string resource, string problem, string? hint = null, SecretsKitException? inner = null) =>
        new(new(ProviderFault.Unauthenticated, Entra, "credentials", resource), $"{problem}", inner) { Hint = hint };

    private static string Joined(HttpResponse response, string code, string detail)
    {
        var status = $"the server answers {response.Status} {HttpStatus.Words(response.Status)}".TrimEnd();
        return string.Join(", ", new[] { status, code, detail }.Where(part => part.Length > 0));
    }

    /// <summary>A code, which is a word; empty for what has another form and may quote anything.</summary>
    public static string Code(string? text) =>
        text is { Length: > 0 and <= MaxCode } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
            ? text
            : "";

    // The description begins with a number such as AADSTS7000215.
    private static string Number(string description)
    {
        const string Prefix = "AADSTS";
        var length = Prefix.Length;
        while (length < description.Length && length < Prefix.Length + 10 && char.IsAsciiDigit(description[length]))
        {
            length++;
        }

        return description.StartsWith(Prefix, StringComparison.Ordinal) && length > Prefix.Length ? description[..length] : "";
    }
}

/// <summary>The usual words for a status.</summary>
internal static class HttpStatus
{
    /// <summary>Such as <c>Forbidden</c>; empty for an unknown one.</summary>
    public static string Words(int status)
    {
        using var response = new HttpResponseMessage((System.Net.HttpStatusCode)status);
        return response.ReasonPhrase ?? "";
    }
}
