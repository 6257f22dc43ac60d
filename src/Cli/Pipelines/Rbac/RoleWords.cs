using SecretsKit.Core.Display;
using SecretsKit.Releases.Access;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Sentences about rights.</summary>
internal static class RoleWords
{
    /// <summary>What is to be known about a role of the chart, in one line.</summary>
    public static string Of(RoleNote note)
    {
        var (subject, role) = (DisplayText.Field($"{note.Subject.Kind}/{note.Subject.Name}"), DisplayText.Field(note.Role));
        return note.Kind switch
        {
            RoleNoteKind.RightsIncluded => $"{subject} of the chart gives rights: only an account that has them may make it, so they are "
                + "among these (or the verb escalate on it)",
            RoleNoteKind.NeedsEscalation => $"{subject} of the chart gives more than a rule without stars can hold: it is NOT covered; an "
                + $"administrator makes it, or gives the account the verb escalate on the {note.Subject.Kind} of this name",
            _ => $"{subject} of the chart binds {role}: the right to bind this role is among these",
        };
    }

    /// <summary>Why an account for deploys should not have a right.</summary>
    public static string Of(ExcessDanger danger) => danger switch
    {
        ExcessDanger.ClusterAdministrator => "it may do everything",
        ExcessDanger.OwnRights => "it can give itself any right",
        ExcessDanger.OtherUsers => "it can act as others",
        ExcessDanger.AllSecrets => "it reads the secrets of all namespaces",
        _ => "it runs programs beside the control plane",
    };

    /// <summary>The account in a sentence.</summary>
    public static string Of(DeployAccount? account) =>
        account is null ? "the user of this kubeconfig" : DisplayText.Field(account.UserName);
}
