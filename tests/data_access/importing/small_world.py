# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Two cases with their journeys and services, small enough to check by hand."""

CASES = """case_key,prs_Gender,age_at_identification,prs_Citizenship,registration_date,data_source,vic_MethodsOfControl,vic_TypeOfExploitation
HERAT-2024-0001,Masculine,14,AF,2024-03-31,Shelter,PhysicalThreats;Debt bondage,ForcedLabour
HERAT-2024-0002,Feminine,9-17,AFG;Pakistan,2024-05-01,Police,,
"""
EVENTS = """case_key,hte_Type,hte_Country,hte_State,place,hte_Date
HERAT-2024-0001,Recruitment,AF,Herat,,2023-01-01
HERAT-2024-0001,Transit,,,pk-taftan,2023-02-01
HERAT-2024-0001,Exploitation,Iran,,,2023-03-01
HERAT-2024-0002,Recruitment,PK,Punjab,Multan,
"""
SERVICES = """case_key,service,provider,provider_kind,start_date,end_date,outcome
HERAT-2024-0001,FollowUp3Months,Hagar International,,2024-11-02,,With family
HERAT-2024-0001,Shelter,Hagar International,NGO,2024-04-02,2024-08-01,Completed
"""
