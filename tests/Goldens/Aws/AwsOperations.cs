using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Aws.Kms;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Goldens.Aws;

/// <summary>Which of our operations makes a recorded request, and what it gives for the recorded response.</summary>
internal static class AwsOperations
{
    private const string None = "nothing";

    /// <summary>Whether one of our operations makes this very request.</summary>
    public static bool CanMake(RecordedExchange exchange)
    {
        var operation = exchange.Header("x-amz-target")?.Split('.')[1] ?? "";
        if (exchange.Header("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true)
        {
            return Form(exchange)["Action"] is { } action && (string)action! is "AssumeRole" or "AssumeRoleWithWebIdentity";
        }

        // Further pages are other requests.
        if (exchange.Body is not JsonObject body || (exchange.Response["body"] as JsonObject)?["NextToken"] is not null)
        {
            return false;
        }

        var members = string.Join(' ', body.Select(member => member.Key).Order(StringComparer.Ordinal));
        return (operation, members) switch
        {
            ("GetSecretValue", "SecretId VersionStage" or "SecretId VersionId") or ("DescribeSecret", "SecretId") => true,
            ("BatchGetSecretValue", "Filters") => true,
            ("ListSecrets", "") => true,
            ("ListSecrets", "Filters") => Filters(body).All(filter => filter.Key.StartsWith("tag-", StringComparison.Ordinal)),
            ("GetParameter", "Name WithDecryption") => true,
            ("GetParametersByPath", "Path Recursive WithDecryption") => true,
            ("ListTagsForResource", "ResourceId ResourceType") => true,
            ("Encrypt", "KeyId Plaintext" or "EncryptionContext KeyId Plaintext") => IsArn(body) && (string)body["Plaintext"]! != "",
            ("Decrypt", "CiphertextBlob KeyId" or "CiphertextBlob EncryptionContext KeyId") => IsArn(body),
            _ => false,
        };
    }

    /// <summary>What our operation has to give for the recorded response.</summary>
    public static string Expected(AwsReplay replay)
    {
        var exchange = replay.Exchange;
        if (exchange.Status >= 300)
        {
            // What is missing or about to be deleted is a result, not a failure.
            var message = (string?)exchange.Response["body"]?["message"] ?? "";
            return replay.ExpectedCode is "ResourceNotFoundException" or "ParameterNotFound" or "InvalidResourceId"
                || message.Contains("marked", StringComparison.Ordinal) ? None : "failure " + replay.ExpectedCode;
        }

        var response = replay.Server.Values.Fill(exchange.Response["body"])!;
        return replay.Operation switch
        {
            "GetSecretValue" => Value(response),
            "DescribeSecret" => Tags(response["Tags"]),
            "ListTagsForResource" => Tags(response["TagList"]),
            "BatchGetSecretValue" => Lines(response["SecretValues"]!.AsArray().Select(secret => $"{secret!["Name"]}={Value(secret)}")),
            "ListSecrets" => "",
            "GetParameter" => (string)response["Parameter"]!["Value"]!,
            "GetParametersByPath" => Lines(response["Parameters"]!.AsArray().Select(one => $"{one!["Name"]}={one["Value"]}")),
            "Encrypt" => (string)response["CiphertextBlob"]!,
            "Decrypt" => (string)response["Plaintext"]!,
            _ => Between((string)response!, "AccessKeyId"),
        };
    }

    /// <summary>Runs it.</summary>
    public static async Task<string> RunAsync(AwsReplay replay, CancellationToken ct) => replay.Service switch
    {
        "kms" => await UseKeyAsync(replay, ct),
        "sts" => await AssumeAsync(replay, ct),
        _ => await ReadAsync(replay, replay.Body!.AsObject(), ct),
    };

    private static async Task<string> ReadAsync(AwsReplay replay, JsonObject body, CancellationToken ct)
    {
        await using var store = Store(replay);
        switch (replay.Operation)
        {
            case "GetSecretValue":
                var version = (string?)body["VersionStage"] ?? $"uuid/{body["VersionId"]}";
                return Text(await store.GetAsync(new((string)body["SecretId"]!) { Version = version }, ct));
            case "GetParameter":
                return Text(await store.GetAsync(new((string)body["Name"]!), ct));
            case "DescribeSecret" or "ListTagsForResource":
                return Text(await store.GetAsync(new((string)(body["SecretId"] ?? body["ResourceId"])!) { IsMetadata = true }, ct));
            case "GetParametersByPath":
                return Lines(await store.FindAsync(new() { Name = ".", Path = (string)body["Path"]! }, ct));
            default:
                var filters = Filters(body).ToList();
                var path = filters.Find(filter => filter.Key == "name").Value ?? "";
                var keys = filters.Where(filter => filter.Key == "tag-key").Select(filter => filter.Value);
                var values = filters.Where(filter => filter.Key == "tag-value").Select(filter => filter.Value);
                var tags = keys.Zip(values).ToDictionary(tag => tag.First, tag => tag.Second);

                // Names alone are listed; one that finds nothing asks for no values.
                var isList = replay.Operation == "ListSecrets";
                return Lines(await store.FindAsync(new()
                {
                    Name = isList ? "^no name is this$" : tags.Count > 0 ? "" : ".",
                    Tags = tags.Count > 0 ? tags : null,
                    Path = path,
                }, ct));
        }
    }

    private static async Task<string> UseKeyAsync(AwsReplay replay, CancellationToken ct)
    {
        var body = replay.Body!.AsObject();
        var context = new EncryptionContext((body["EncryptionContext"] as JsonObject ?? [])
            .Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)));
        var key = new AwsKmsMasterKey((string)body["KeyId"]!, "", context, "");
        var service = new AwsKmsKeyService(replay.Host);
        if (replay.Operation == "Decrypt")
        {
            var result = await service.UnwrapAsync(new(key, (string)body["CiphertextBlob"]!, null), ct);
            using var opened = result.Part;
            return opened is null ? Failed(replay, result.Attempt.Detail) : Convert.ToBase64String(opened.Span);
        }

        using var part = new KeyPart(Convert.FromBase64String((string)body["Plaintext"]!));
        try
        {
            return await service.WrapAsync(key, part, ct);
        }
        catch (KeyServiceException failure)
        {
            return Failed(replay, failure.ToString());
        }
    }

    private static async Task<string> AssumeAsync(AwsReplay replay, CancellationToken ct)
    {
        var form = replay.Body!["form"]!.AsObject();
        var client = new AwsClient(replay.Host, AwsReview.Policy);
        var identities = new AwsIdentities(replay.Host, client);
        var sts = new StsClient(client, replay.Region, replay.Server.Url + "/", identities.Tls);
        var role = new RoleRequest((string)form["RoleArn"]!, (string)form["RoleSessionName"]!)
        {
            ExternalId = (string?)form["ExternalId"] ?? "",
            DurationSeconds = form["DurationSeconds"] is { } seconds
                ? int.Parse((string)seconds!, System.Globalization.CultureInfo.InvariantCulture) : null,
            Tags = [.. Numbered(form, "Tags.member.{0}.Key").Zip(Numbered(form, "Tags.member.{0}.Value"), KeyValuePair.Create)],
            TransitiveTagKeys = [.. Numbered(form, "TransitiveTagKeys.member.{0}")],
        };
        var credentials = (string)form["Action"]! == "AssumeRole"
            ? await sts.AssumeRoleAsync(role, identities.Of("", replay.Region), ct)
            : await sts.AssumeRoleWithWebIdentityAsync(role, (string)form["WebIdentityToken"]!, ct);
        return credentials.AccessKeyId;
    }

    private static ISecretStore Store(AwsReplay replay)
    {
        var service = replay.Service == "ssm" ? "ParameterStore" : "SecretsManager";
        var fields = GoJson.Parse(Encoding.UTF8.GetBytes($$"""{"service":"{{service}}","region":"{{replay.Region}}"}""")).AsMap!;
        return SecretStores.Find("aws")!.Create(fields, new("store", IsClusterStore: false, "ns", replay.References, replay.Host));
    }

    /// <summary>The form of a request, as a tree.</summary>
    public static JsonObject Form(RecordedExchange exchange) => new(exchange.Body!.GetValue<string>().Split('&')
        .Select(pair => pair.Split('=', 2))
        .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair[0], Uri.UnescapeDataString(pair[1].Replace('+', ' ')))));

    private static IEnumerable<string> Numbered(JsonObject form, string name)
    {
        for (var number = 1; form[string.Format(System.Globalization.CultureInfo.InvariantCulture, name, number)] is { } value; number++)
        {
            yield return (string)value!;
        }
    }

    private static IEnumerable<(string Key, string Value)> Filters(JsonObject body) =>
        (body["Filters"] as JsonArray ?? []).Select(filter => ((string)filter!["Key"]!, (string)filter["Values"]![0]!));

    private static bool IsArn(JsonObject body) => ((string)body["KeyId"]!).StartsWith("arn:aws", StringComparison.Ordinal);

    private static string Failed(AwsReplay replay, string text)
    {
        Assert.Contains(replay.ExpectedCode, text, StringComparison.Ordinal);
        return "failure " + replay.ExpectedCode;
    }

    private static string Value(JsonNode secret) => (string?)secret["SecretString"]
        ?? Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["SecretBinary"]!));

    private static string Tags(JsonNode? tags) => new JsonObject((tags as JsonArray ?? [])
        .OrderBy(tag => (string)tag!["Key"]!, StringComparer.Ordinal)
        .Select(tag => KeyValuePair.Create((string)tag!["Key"]!, (JsonNode?)(string)tag["Value"]!))).ToJsonString();

    private static string Text(SecretValue? value) => value?.RevealText() ?? None;

    private static string Lines(SecretMap found) => Lines(found.Entries.Select(entry => $"{entry.Key}={entry.Value.RevealText()}"));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string Between(string xml, string element) => xml.Split($"<{element}>")[1].Split($"</{element}>")[0];
}
