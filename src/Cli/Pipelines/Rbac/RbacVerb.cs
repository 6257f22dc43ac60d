using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The words of <c>pipeline rbac</c>: rights of the account that deploys.</summary>
internal static class RbacVerb
{
    private static readonly VerbText Help = new(
        "pipeline rbac COMMAND [options]",
        "Works out which rights a deploy of a chart needs, writes the roles that give them, asks a cluster whether they are there, and "
        + "makes a kubeconfig with a token that ends by itself.",
        ("secretskit pipeline rbac role shop ./chart -n shop > deployer.yaml", "to be reviewed"),
        ("secretskit pipeline rbac kubeconfig shop-deployer -n shop -o ci.kubeconfig", "for one hour"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter) =>
        new(new Command("rbac"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
        {
            Children =
            [
                new("role", "write the least roles that can deploy a chart", inner => RoleVerb.Create(inner, getter)),
                new("check", "ask the cluster which rights are missing", inner => CheckVerb.Create(inner, getter)),
                new("kubeconfig", "write a kubeconfig of a service account, with a token that ends", KubeconfigVerb.Create),
            ],
        };
}
