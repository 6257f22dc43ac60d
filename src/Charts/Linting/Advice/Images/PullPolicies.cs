using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>
/// Pull policies that do not fit the tag: a moving one that nodes keep, an exact one that they fetch at each start (pipeline P-112).
/// </summary>
internal static class PullPolicies
{
    private const string Id = "K-112";

    public static AdviceRule Rule { get; } = new(Id, "a moving tag is not pulled again, or an exact one is pulled at each start")
    {
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (
            var container in subject.Workloads.SelectMany(workload => workload.AllContainers)
                .Where(container => ImageReference.IsGiven(container.Image)))
        {
            var (image, policy) = (container.Image, container.Content.TextAt("imagePullPolicy"));
            var tag = ImageReference.Tag(image);
            var isExact = ImageReference.HasDigest(image) || (tag.Length > 0 && !ImageReference.Moves(tag));
            if (isExact && policy == "Always")
            {
                yield return container.Workload.Owner.Note(Id, $"{container.Title}: {GoQuote.Format(image)} does not move; " +
                    "imagePullPolicy IfNotPresent starts it without asking the registry");
            }
            else if (!isExact && policy != "Always" && !(policy is null && tag is "" or "latest"))
            {
                yield return container.Workload.Owner.Warn(Id, $"{container.Title}: {GoQuote.Format(image)} moves, and nodes that have " +
                    "it keep what they have; imagePullPolicy Always fetches it");
            }
        }
    }
}
