using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Aws;

/// <summary>AWS Secrets Manager with secrets and versions in memory.</summary>
public sealed class FakeSecretsManager : FakeAwsService
{
    private readonly SortedDictionary<string, Held> _secrets = new(StringComparer.Ordinal);

    /// <summary>Adds a secret that others made, or a version of one.</summary>
    public void Add(string name, string value, params (string Key, string Value)[] tags)
    {
        if (!_secrets.TryGetValue(name, out var held))
        {
            _secrets[name] = held = new(name);
        }

        held.Put(new() { ["SecretString"] = value }, $"version-{held.Versions.Count + 1}");
        foreach (var (key, text) in tags)
        {
            held.Tags[key] = text;
        }
    }

    /// <summary>What a secret holds, as the fields of a response; null if it is not there.</summary>
    public JsonObject? Value(string name) => _secrets.GetValueOrDefault(name)?.Versions[^1];

    /// <summary>The tags of a secret.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string name) => _secrets[name].Tags;

    /// <summary>Whether a secret is about to be deleted.</summary>
    public bool IsDeleted(string name) => _secrets[name].IsDeleted;

    /// <inheritdoc/>
    protected override ServedAnswer Do(string operation, JsonObject body)
    {
        if (operation is "ListSecrets" or "BatchGetSecretValue")
        {
            return operation == "ListSecrets" ? Page("SecretList", [.. Filtered(body).Select(held => held.Describe())], body) : Batch(body);
        }

        if (operation == "CreateSecret")
        {
            return Create(body);
        }

        var id = (string)body["SecretId"]!;
        var found = _secrets.Values.FirstOrDefault(held => held.Name == id || held.Arn == id);
        return found is null ? Fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
            : Change(operation, found, body);
    }

    private ServedAnswer Change(string operation, Held held, JsonObject body)
    {
        switch (operation)
        {
            case "DescribeSecret":
                return ServedAnswer.Kept(held.Describe().ToJsonString());
            case "GetSecretValue":
                return held.IsDeleted
                    ? Fault("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
                    : held.Get(body) is { } value ? ServedAnswer.Kept(value.ToJsonString())
                    : Fault("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.");
            case "PutSecretValue":
                held.Put(Payload(body), (string)body["ClientRequestToken"]!);
                return Ok(("Name", held.Name));
            case "DeleteSecret":
                held.IsDeleted = true;
                if ((bool?)body["ForceDeleteWithoutRecovery"] == true)
                {
                    _secrets.Remove(held.Name);
                }

                return Ok(("Name", held.Name));
            case "TagResource":
                Tag(held.Tags, body);
                return Ok();
            case "UntagResource":
                foreach (var key in body["TagKeys"]!.AsArray())
                {
                    held.Tags.Remove((string)key!);
                }

                return Ok();
            case "GetResourcePolicy":
                return Ok(("Name", held.Name), ("ResourcePolicy", held.Policy));
            case "PutResourcePolicy":
                held.Policy = (string)body["ResourcePolicy"]!;
                return Ok(("Name", held.Name));
            case "ReplicateSecretToRegions" or "RemoveRegionsFromReplication":
                held.Regions.UnionWith((body["AddReplicaRegions"] as JsonArray ?? []).Select(region => (string)region!["Region"]!));
                held.Regions.ExceptWith((body["RemoveReplicaRegions"] as JsonArray ?? []).Select(region => (string)region!));
                return Ok();
            default:
                return Fault("UnknownOperationException");
        }
    }

    private ServedAnswer Create(JsonObject body)
    {
        var name = (string)body["Name"]!;
        if (_secrets.ContainsKey(name))
        {
            return Fault("ResourceExistsException", $"The operation failed because the secret {name} already exists.");
        }

        _secrets[name] = new(name);
        _secrets[name].Put(Payload(body), (string)body["ClientRequestToken"]!);
        _secrets[name].Regions.UnionWith((body["AddReplicaRegions"] as JsonArray ?? []).Select(region => (string)region!["Region"]!));
        Tag(_secrets[name].Tags, body);
        return Ok(("Name", name), ("ARN", _secrets[name].Arn));
    }

    private ServedAnswer Batch(JsonObject body)
    {
        if (body["SecretIdList"] is not JsonArray ids)
        {
            return Page("SecretValues", [.. Filtered(body).Select(held => held.Get([])!)], body);
        }

        var (values, errors) = (new JsonArray(), new JsonArray());
        foreach (var id in ids.Select(id => (string)id!))
        {
            if (_secrets.GetValueOrDefault(id)?.Get([]) is { } value)
            {
                values.Add(value);
            }
            else
            {
                errors.Add(new JsonObject { ["SecretId"] = id, ["ErrorCode"] = "ResourceNotFoundException" });
            }
        }

        return Ok(("SecretValues", values), ("Errors", errors));
    }

    private IEnumerable<Held> Filtered(JsonObject body) => _secrets.Values.Where(held => !held.IsDeleted
        && (body["Filters"] as JsonArray ?? []).All(filter => (string)filter!["Values"]![0]! is var value && (string)filter["Key"]! switch
        {
            "name" => held.Name.StartsWith(value, StringComparison.Ordinal),
            "tag-key" => held.Tags.ContainsKey(value),
            "tag-value" => held.Tags.ContainsValue(value),
            _ => false,
        }));

    private static JsonObject Payload(JsonObject body) => new(body.Where(member => member.Key is "SecretString" or "SecretBinary")
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private sealed class Held(string name)
    {
        public string Name { get; } = name;

        public string Arn { get; } = $"arn:aws:secretsmanager:eu-central-1:123456789012:secret:{name}-AbCdEf";

        public List<JsonObject> Versions { get; } = [];

        public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Regions { get; } = new(StringComparer.Ordinal);

        public bool IsDeleted { get; set; }

        public string? Policy { get; set; }

        public void Put(JsonObject payload, string version)
        {
            payload[nameof(Name)] = Name;
            payload["ARN"] = Arn;
            payload["VersionId"] = version;
            Versions.Add(payload);
        }

        public JsonObject? Get(JsonObject body)
        {
            var stage = (string?)body["VersionStage"] ?? "AWSCURRENT";
            var found = (string?)body["VersionId"] is { } id ? Versions.Find(version => (string?)version["VersionId"] == id)
                : stage == "AWSCURRENT" ? Versions.LastOrDefault()
                : stage == "AWSPREVIOUS" ? Versions.ElementAtOrDefault(Versions.Count - 2)
                : null;
            return found?.DeepClone().AsObject();
        }

        public JsonObject Describe() => new()
        {
            ["ARN"] = Arn,
            [nameof(Name)] = Name,
            ["KmsKeyId"] = null,
            [nameof(Tags)] = FakeAwsService.Tags(Tags),
            ["DeletedDate"] = IsDeleted ? 1780315200.123 : null,
            ["ReplicationStatus"] = new JsonArray([.. Regions.Select(region => new JsonObject { ["Region"] = region })]),
            ["VersionIdsToStages"] = new JsonObject(Versions.Select(
                version => KeyValuePair.Create((string)version["VersionId"]!, (JsonNode?)new JsonArray()))),
        };
    }
}
