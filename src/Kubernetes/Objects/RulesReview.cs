using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>
/// All that the user may do in a namespace: one request instead of an <see cref="AccessReview"/> for each right. Rules of the whole cluster
/// are among them and cannot be told apart, so rights outside of namespaces are not to be judged by it.
/// </summary>
public sealed class RulesReview
{
    private const string Star = "*";

    private readonly Rule[] _rules;

    private RulesReview(Rule[] rules, bool isComplete) => (_rules, IsComplete) = (rules, isComplete);

    /// <summary>Whether what no rule allows is forbidden; otherwise the server has rules that it cannot list.</summary>
    public bool IsComplete { get; }

    /// <summary>Asks.</summary>
    /// <param name="client">The server, as the user whose rights are asked for.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiException">The server refused to say.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public static async Task<RulesReview> LoadAsync(ApiClient client, string @namespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var body = ObjectFields.Map(
            ("apiVersion", Value.Of(AccessReview.ApiVersion)),
            ("kind", Value.Of("SelfSubjectRulesReview")),
            ("spec", ObjectFields.Map(("namespace", Value.Of(@namespace)))));
        var answer = await client.SendAsync(
            new(HttpMethod.Post, $"/apis/{AccessReview.ApiVersion}/selfsubjectrulesreviews")
            {
                Body = HttpBody.FromBytes(GoJson.Format(body, GoJsonOptions.Raw), ApiMedia.Json),
            },
            cancellationToken);
        var status = answer.Field("status");
        return new(
            [.. status.Elements("resourceRules").ToArray().Select(Read)],
            status.Field("incomplete") is not { Kind: GoKind.Bool, Boolean: true } && status.Text("evaluationError").Length == 0);
    }

    /// <summary>Whether a rule allows it.</summary>
    /// <param name="review">The question; its namespace is taken to be that of the rules.</param>
    public bool Allows(AccessReview review)
    {
        ArgumentNullException.ThrowIfNull(review);
        return Array.Exists(
            _rules,
            rule => Has(rule.Verbs, review.Verb) && Has(rule.Groups, review.Group) && HasResource(rule.Resources, review.Resource)
                && (rule.Names.Length == 0 || (review.Name.Length > 0 && rule.Names.Contains(review.Name))));
    }

    private static Rule Read(Value rule) =>
        new(rule.Texts("verbs"), rule.Texts("apiGroups"), rule.Texts("resources"), rule.Texts("resourceNames"));

    private static bool Has(string[] list, string word) => list.Contains(word) || list.Contains(Star);

    // A star before the slash means this part of all resources.
    private static bool HasResource(string[] list, string resource) => Has(list, resource)
        || (resource.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 && list.Contains(Star + resource[slash..]));

    private sealed record Rule(string[] Verbs, string[] Groups, string[] Resources, string[] Names);
}
