using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>Asks whether the user, or another one, may do something.</summary>
/// <param name="Verb">What, as <c>create</c>.</param>
/// <param name="Group">The group of the resource; empty for the core group.</param>
/// <param name="Resource">The plural name of the resource; of a part of objects with a slash: <c>pods/log</c>.</param>
public sealed record AccessReview(string Verb, string Group, string Resource)
{
    internal const string ApiVersion = "authorization.k8s.io/v1";

    /// <summary>The namespace. Default empty: all of them.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object. Default empty: any.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// The user whose rights are asked for. Default null: the one who asks. Asking for others needs the right to create
    /// <c>subjectaccessreviews</c>.
    /// </summary>
    public ReviewedUser? User { get; init; }

    /// <summary>Asks.</summary>
    /// <returns>Whether the user may.</returns>
    /// <exception cref="ApiException">The server refused to say.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async Task<bool> IsAllowedAsync(ApiClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var (resource, part) = Resource.Split('/', 2) is [var first, var second] ? (first, second) : (Resource, "");
        var attributes = ObjectFields.Map(
            ("verb", Value.Of(Verb)),
            ("group", Value.Of(Group)),
            ("resource", Value.Of(resource)),
            ("subresource", Value.Of(part)),
            ("namespace", Value.Of(Namespace)),
            ("name", Value.Of(Name)));
        var spec = ObjectFields.Map(("resourceAttributes", attributes));
        if (User is not null)
        {
            spec.AsMap!.Set(new("user"), Value.Of(User.Name));
            spec.AsMap.Set(new("groups"), Value.Of(new ListValue([.. User.Groups.Select(Value.Of)])));
        }

        var kind = User is null ? "SelfSubjectAccessReview" : "SubjectAccessReview";
        var body = ObjectFields.Map(("apiVersion", Value.Of(ApiVersion)), ("kind", Value.Of(kind)), ("spec", spec));
        var answer = await client.SendAsync(
            new(HttpMethod.Post, $"/apis/{ApiVersion}/{kind.ToLowerInvariant()}s")
            {
                Body = HttpBody.FromBytes(GoJson.Format(body, GoJsonOptions.Raw), ApiMedia.Json),
            },
            cancellationToken);
        return answer.Field("status").Field("allowed") is { Kind: GoKind.Bool, Boolean: true };
    }
}

/// <summary>A user whose rights are asked for.</summary>
/// <param name="Name">As servers know the user: <c>system:serviceaccount:NAMESPACE:NAME</c> for service accounts.</param>
/// <param name="Groups">The groups that the user is in.</param>
public sealed record ReviewedUser(string Name, IReadOnlyList<string> Groups);
