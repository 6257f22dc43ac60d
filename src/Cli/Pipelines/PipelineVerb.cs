using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Pipelines.Definitions;
using SecretsKit.Cli.Pipelines.Explaining;
using SecretsKit.Cli.Pipelines.Rbac;
using SecretsKit.Cli.Pipelines.Recovering;
using SecretsKit.Cli.Pipelines.Timing;

namespace SecretsKit.Cli.Pipelines;

/// <summary>The words of <c>pipeline</c>: what deploy pipelines need around a deploy.</summary>
internal static class PipelineVerb
{
    private static readonly VerbText Help = new(
        "pipeline COMMAND [options]",
        "What a deploy pipeline needs around its deploys: the rights of its account, checked before they are missed, the time that it has "
        + "to be given, why it failed, and a way on when it was killed.",
        ("secretskit pipeline rbac role shop ./chart -n shop -f values.yaml", "an account that can deploy, and no more"),
        ("secretskit pipeline rbac check shop ./chart -n shop", "which rights are missing, before the deploy"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter) =>
        new(new Command("pipeline"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
        {
            Children =
            [
                new("rbac", "the rights of the account that deploys", inner => RbacVerb.Create(inner, getter)),
                new("timeout", "estimate which timeout a deploy needs", inner => TimeoutVerb.Create(inner, getter)),
                new("crds", "compare and update the CustomResourceDefinitions of a chart", inner => CrdsVerb.Create(inner, getter)),
                new("explain", "why the objects of a release do not work, and what helps", ExplainVerb.Create),
                new("recover", "what state a release is in whose deployer died, and its repair", RecoverVerb.Create),
            ],
        };
}
