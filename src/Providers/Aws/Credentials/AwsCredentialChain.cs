using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// Where AWS's own clients look for credentials, in their order: a profile that was asked for; variables; a token of an identity provider;
/// the profile of the environment with its roles, single sign-on or program; the container; the instance. All of it is read from the
/// environment that is given, which AWS's client library for .NET does not do: it reads that of the process.
/// </summary>
/// <param name="host">The surroundings.</param>
/// <param name="client">Sends the calls that obtain credentials.</param>
/// <param name="region">The region of these calls; empty to find it.</param>
/// <param name="tls">Whom to trust there.</param>
internal sealed class AwsCredentialChain(ProviderHost host, AwsClient client, string region, TlsOptions tls)
{
    // Profiles may refer to each other.
    private const int MaxDepth = 10;
    private const int ProfileRoleSeconds = 900;

    private readonly MetadataCredentials _metadata = new(host);

    /// <summary>Resolves them.</summary>
    /// <param name="profile">The profile that was asked for; empty for none.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Failures.ProviderException">There are none.</exception>
    public async ValueTask<AwsCredentials> ResolveAsync(string profile, CancellationToken ct)
    {
        var environment = host.Environment;
        if (profile.Length == 0)
        {
            if (OfVariables(environment) is { } set)
            {
                return set;
            }

            if (AwsRegions.Nonempty(environment, "AWS_WEB_IDENTITY_TOKEN_FILE") is { } file)
            {
                return await WebIdentityAsync(
                    file, AwsRegions.Nonempty(environment, "AWS_ROLE_ARN"), environment.Variable("AWS_ROLE_SESSION_NAME"), null, ct);
            }
        }

        var files = AwsProfileFiles.Read(environment);
        var named = profile.Length > 0 ? profile : AwsRegions.Nonempty(environment, "AWS_PROFILE");
        var found = files.Find(named ?? "default");
        if (found is null && named is not null)
        {
            throw CredentialFailure.Of(
                "profile", $"failed to get shared config profile, {named}", "'aws configure list-profiles' lists them");
        }

        return await OfProfileAsync(files, found ?? new AwsProfile("default"), 0, ct);
    }

    /// <summary>
    /// Those of <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>; null if either key is not set.
    /// </summary>
    public static AwsCredentials? OfVariables(HostEnvironment environment) =>
        AwsRegions.Nonempty(environment, "AWS_ACCESS_KEY_ID") is { } id
        && AwsRegions.Nonempty(environment, "AWS_SECRET_ACCESS_KEY") is { } key
            ? new(id, key, environment.Variable("AWS_SESSION_TOKEN") ?? "")
            : null;

    private async ValueTask<AwsCredentials> OfProfileAsync(AwsProfileFiles files, AwsProfile profile, int depth, CancellationToken ct)
    {
        if (depth > MaxDepth)
        {
            throw CredentialFailure.Of("profile", $"source_profile of {profile.Name} leads in a circle");
        }

        var role = profile["role_arn"];
        var own = await BeforeRoleAsync(files, profile, depth, ct);
        if (role is null || profile["web_identity_token_file"] is not null)
        {
            return own;
        }

        if (profile["mfa_serial"] is not null)
        {
            throw CredentialFailure.Of(
                "profile", $"profile {profile.Name} wants a code of a device (mfa_serial), which is not asked for",
                "obtain a session with 'aws sts get-session-token' and name it by AWS_ACCESS_KEY_ID and the like");
        }

        var request = new RoleRequest(role, profile["role_session_name"] ?? SessionName())
        {
            ExternalId = profile["external_id"] ?? "",
            DurationSeconds = int.TryParse(profile["duration_seconds"], out var seconds) ? seconds : ProfileRoleSeconds,
        };
        return await Sts(profile).AssumeRoleAsync(request, new FixedCredentials(own), ct);
    }

    private async ValueTask<AwsCredentials> BeforeRoleAsync(AwsProfileFiles files, AwsProfile profile, int depth, CancellationToken ct)
    {
        var isOwnSource = profile["source_profile"] == profile.Name;
        if (profile["role_arn"] is not null && profile["source_profile"] is { } source && !isOwnSource)
        {
            var other = files.Find(source)
                ?? throw CredentialFailure.Of("profile", $"profile {profile.Name} names the source_profile {source}, which is not there");
            return await OfProfileAsync(files, other, depth + 1, ct);
        }

        if (profile["aws_access_key_id"] is { } id && profile["aws_secret_access_key"] is { } key)
        {
            return new(id, key, profile["aws_session_token"] ?? "");
        }

        if (profile["credential_source"] is { } kind)
        {
            return await OfSourceAsync(kind, profile, ct);
        }

        if (profile["web_identity_token_file"] is { } file)
        {
            return await WebIdentityAsync(file, profile["role_arn"], profile["role_session_name"], profile, ct);
        }

        if (profile["sso_session"] is { } session)
        {
            var section = files.FindSession(session)
                ?? throw CredentialFailure.Of("profile", $"profile {profile.Name} names the sso-session {session}, which is not there");
            return await SsoCredentials.GetAsync(host, profile, section, ct);
        }

        if (profile["sso_start_url"] is not null)
        {
            return await SsoCredentials.GetAsync(host, profile, null, ct);
        }

        return profile["credential_process"] is { } program ? await OfProcessAsync(program, ct)
            : _metadata.HasContainer ? await _metadata.OfContainerAsync(ct)
            : await _metadata.OfInstanceAsync(ct);
    }

    private async ValueTask<AwsCredentials> OfSourceAsync(string kind, AwsProfile profile, CancellationToken ct) => kind switch
    {
        "Environment" => OfVariables(host.Environment)
            ?? throw CredentialFailure.Of("profile", $"profile {profile.Name} takes credentials of variables, which are not set"),
        "EcsContainer" when _metadata.HasContainer => await _metadata.OfContainerAsync(ct),
        "EcsContainer" => throw CredentialFailure.Of("profile", $"profile {profile.Name} takes those of a container, and this is none"),
        "Ec2InstanceMetadata" => await _metadata.OfInstanceAsync(ct),
        _ => throw CredentialFailure.Of("profile", $"profile {profile.Name} names the unknown credential_source {kind}"),
    };

    private async ValueTask<AwsCredentials> WebIdentityAsync(
        string file, string? role, string? session, AwsProfile? profile, CancellationToken ct)
    {
        if (role is null)
        {
            throw CredentialFailure.Of(
                "web identity", $"a token file is named and no role", "set AWS_ROLE_ARN, or role_arn in the profile");
        }

        var token = await TokenFile.ReadAsync(host.Environment, file, ct);
        var request = new RoleRequest(role, session is { Length: > 0 } ? session : SessionName());
        return await Sts(profile).AssumeRoleWithWebIdentityAsync(request, token, ct);
    }

    private async ValueTask<AwsCredentials> OfProcessAsync(string command, CancellationToken ct)
    {
        const string Source = "credential_process";
        try
        {
            using var result = await host.Processes.RunAsync(
                new() { Program = "/bin/sh", Arguments = ["-c", command], Environment = host.Environment }, ct);
            return !result.Succeeded ? throw CredentialFailure.Of(Source, $"the program ended with {result.Describe()}")
                : CredentialJson.Read(result.Output.Span) ?? throw CredentialFailure.Of(Source, $"the program wrote no credentials");
        }
        catch (ProcessStartException failure)
        {
            throw CredentialFailure.Of(Source, $"the program does not start", inner: failure);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.LimitExceeded)
        {
            throw CredentialFailure.Of(Source, $"the program writes too much", inner: failure);
        }
    }

    private StsClient Sts(AwsProfile? profile)
    {
        var place = region.Length > 0 ? region : AwsRegions.Of(host.Environment) ?? profile?["region"] ?? "us-east-1";
        return new(client, place, AwsRegions.Endpoint(host.Environment, "sts", "STS", place, common: false), tls);
    }

    private string SessionName() => "secretskit-" + host.Clock.GetUtcNow().ToUnixTimeMilliseconds()
        .ToString(System.Globalization.CultureInfo.InvariantCulture);
}
