namespace SecretsKit.Core.Envelope.Config;

/// <summary>What is wrong with a field of <c>.sops.yaml</c>.</summary>
public enum ConfigFault
{
    /// <summary>There is no such field: it is not read.</summary>
    Unknown,

    /// <summary>Its value is of another kind than the field takes.</summary>
    WrongKind,

    /// <summary>Another field of the same rule keeps it from counting.</summary>
    NoEffect,
}

/// <summary>A field of <c>.sops.yaml</c> that does not do what somebody meant.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Line">Of its name, from 1.</param>
/// <param name="Column">Of its name, from 1.</param>
/// <param name="Name">As written.</param>
/// <param name="Place">What it stands in, such as <c>creation_rules[0]</c>; empty for the top of the file.</param>
public sealed record ConfigFinding(ConfigFault Fault, int Line, int Column, string Name, string Place)
{
    /// <summary>A field of that place with nearly the same name, or null.</summary>
    public string? Near { get; init; }

    /// <summary>Where a field of that name may stand, or null.</summary>
    public string? Belongs { get; init; }

    /// <summary>What a field of that name takes; empty for an unknown one.</summary>
    public string Wanted { get; init; } = "";

    /// <summary>Why a field has no effect; empty for others.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The finding as a clause.</summary>
    public string Problem
    {
        get
        {
            var place = Place.Length > 0 ? " in " + Place : "";
            return Fault == ConfigFault.NoEffect ? $"the field {Name}{place} has no effect: {Reason}"
                : Fault == ConfigFault.WrongKind ? $"the field {Name}{place} takes {Wanted}"
                : Near is not null ? $"unknown field {Name}{place}, which is nearly {Near}"
                : Belongs is not null ? $"unknown field {Name}{place}: it belongs into {Belongs}"
                : $"unknown field {Name}{place}";
        }
    }
}
