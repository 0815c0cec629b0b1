namespace GeodeArchive.Load.Modelling;

/// <summary>A relationship, without its client and number.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Start">Number of the node of its client that it leaves.</param>
/// <param name="End">Number of the node of its client that it reaches, or <see cref="ModelNames.HubNumber"/>.</param>
/// <param name="Properties">Its properties.</param>
public sealed record ModelRelationship(string Type, long Start, long End, ModelProperties Properties);
